import { readStack } from "../../src/stack/read-stack";
import { context, writeStack } from "./synthesize";

/** Creates a stack with two APIs, each with two stages under a custom domain, and outputs with these texts. */
function stackWith(outputs: Readonly<Record<string, string>>, mapping: object = {}) {
  const stage = (api: string, name: string) => ({ api_id: `\${aws_apigatewayv2_api.${api}.id}`, name });
  const mapped = (api: string, name: string, key = name) => ({
    api_id: `\${aws_apigatewayv2_api.${api}.id}`,
    domain_name: `\${aws_apigatewayv2_domain_name.${api}.domain_name}`,
    stage: `\${aws_apigatewayv2_stage.${api}-${name}.name}`,
    api_mapping_key: key,
  });
  const directory = writeStack({
    provider: { aws: [{ region: "eu-west-1" }] },
    resource: {
      aws_apigatewayv2_api: {
        ws: { name: "ws", protocol_type: "WEBSOCKET" },
        api: { name: "api", protocol_type: "HTTP" },
      },
      aws_apigatewayv2_domain_name: {
        ws: { domain_name: "ws.example.org" },
        api: { domain_name: "api.example.org" },
      },
      aws_apigatewayv2_stage: {
        "ws-dev": stage("ws", "dev"),
        "ws-prod": stage("ws", "prod"),
        "api-dev": stage("api", "dev"),
        "api-beta": stage("api", "beta"),
      },
      aws_apigatewayv2_api_mapping: {
        "ws-dev": mapped("ws", "dev"),
        "api-dev": mapped("api", "dev"),
        "api-beta": { ...mapped("api", "beta", "v2"), ...mapping },
      },
    },
    output: Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, { value }])),
  });
  return readStack(directory, context);
}

describe("a custom domain", () => {
  it.each([
    ["wss://ws.example.org/dev", "ws://localhost:3000/dev"],
    ["https://api.example.org/dev/tg", "http://localhost:3000/dev/tg"],
    ["https://api.example.org/v2/files/a", "http://localhost:3000/beta/files/a"],
    ['{"webhookUrl":"https://api.example.org/dev/tg"}', '{"webhookUrl":"http://localhost:3000/dev/tg"}'],
    [
      "https://api.example.org/dev, wss://ws.example.org/dev",
      "http://localhost:3000/dev, ws://localhost:3000/dev",
    ],
    ['${jsonencode(["https://api.example.org/dev"])}', '["http://localhost:3000/dev"]'],
    ["https://api.example.org/device", "https://api.example.org/device"],
    ["https://api.example.org/prod", "https://api.example.org/prod"],
    ["https://my-api.example.org/dev", "https://my-api.example.org/dev"],
    ["https://api.example.organic/dev", "https://api.example.organic/dev"],
    ["api.example.org/dev", "api.example.org/dev"],
  ])("in the text %s is replaced: %s", (text, expected) => {
    const { outputs } = stackWith({ url: text });

    expect(outputs).toEqual({ url: expected });
  });

  it("is only in the events of its own stages", () => {
    const { webSocketApis, httpApis, unserved } = stackWith({});

    const stages = [...webSocketApis, ...httpApis].flatMap((api) => api.stages);
    expect(stages.map(({ name, domainName }) => [name, domainName])).toEqual([
      ["dev", "ws.example.org"],
      ["prod", undefined],
      ["dev", "api.example.org"],
      ["beta", "api.example.org"],
    ]);
    expect(unserved).toEqual([]);
  });

  it("is logged if its mapping cannot be evaluated, and its URLs stay unchanged", () => {
    const { outputs, unserved } = stackWith(
      { url: "https://api.example.org/v2" },
      { domain_name: "${path.module}" },
    );

    expect(outputs).toEqual({ url: "https://api.example.org/v2" });
    expect(unserved).toEqual([expect.objectContaining({ address: "aws_apigatewayv2_api_mapping.api-beta" })]);
  });
});
