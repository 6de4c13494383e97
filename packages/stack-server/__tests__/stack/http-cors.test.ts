import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { readStack } from "../../src/stack/read-stack";
import { context, synthesize } from "./synthesize";

describe("the CORS configuration of an HTTP API", () => {
  it("is read with the defaults for missing attributes", () => {
    const directory = synthesize((stack) => {
      new Apigatewayv2Api(stack, "open", {
        name: "open",
        protocolType: "HTTP",
        corsConfiguration: { allowOrigins: ["https://*"], allowMethods: ["GET"], maxAge: 300 },
      });
      new Apigatewayv2Api(stack, "closed", { name: "closed", protocolType: "HTTP" });
    });

    const { httpApis, unserved } = readStack(directory, context);

    expect(httpApis.map(({ name, cors }) => [name, cors])).toEqual([
      ["closed", undefined],
      [
        "open",
        {
          allowOrigins: ["https://*"],
          allowMethods: ["GET"],
          allowHeaders: [],
          exposeHeaders: [],
          allowCredentials: false,
          maxAgeSeconds: 300,
        },
      ],
    ]);
    expect(unserved).toEqual([]);
  });
});
