import { httpApi, lambda, stage, startGateway, webSocketApi } from "./sample-gateway";

describe("a stack that one port cannot serve", () => {
  it.each([
    [
      "WebSocket",
      { webSocketApis: [webSocketApi({}), webSocketApi({}, { address: "aws_apigatewayv2_api.other" })] },
      "aws_apigatewayv2_api.sockets and aws_apigatewayv2_api.other",
    ],
    [
      "HTTP",
      { httpApis: [httpApi({}), httpApi({}, { address: "aws_apigatewayv2_api.other" })] },
      "aws_apigatewayv2_api.web and aws_apigatewayv2_api.other",
    ],
  ])(
    "because its two %s APIs have the same stage is rejected at start, and the error names both",
    async (_, stack, names) => {
      await expect(startGateway(stack)).rejects.toThrow(`have a stage named beta: ${names}.`);
    },
  );

  it.each(["1.0", undefined])(
    "because its payload format is %s is rejected at start",
    async (payloadFormatVersion) => {
      const stack = {
        httpApis: [
          httpApi({ "GET /tg": lambda("app", { payloadFormatVersion }) }, { stages: [stage("beta")] }),
        ],
      };

      await expect(startGateway(stack)).rejects.toThrow("aws_apigatewayv2_integration.app");
    },
  );
});
