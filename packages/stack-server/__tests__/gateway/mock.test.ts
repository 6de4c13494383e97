import fc from "fast-check";
import type { MockIntegrationModel } from "../../src/stack/model";
import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import { connect, type SampleGateway, stage, startGateway, webSocketApi } from "./sample-gateway";

const mockPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html",
);
const responsePage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html",
);
const expressionsPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html",
);
const templatePage = documented(
  "apigateway/latest/developerguide/api-gateway-mapping-template-reference.html",
);

let sample: SampleGateway;

afterEach(() => sample?.stop());

function mock(rest: Partial<MockIntegrationModel> = {}): MockIntegrationModel {
  return {
    type: "MOCK",
    address: "aws_apigatewayv2_integration.ping",
    requestTemplates: { $default: '{"statusCode": 200}' },
    templateSelectionExpression: undefined,
    responses: [response("$default", { $default: '["PONG"]' })],
    ...rest,
  };
}

function response(
  integrationResponseKey: string,
  responseTemplates: Record<string, string>,
  templateSelectionExpression?: string,
) {
  return { integrationResponseKey, responseTemplates, templateSelectionExpression };
}

async function answerTo(
  integration: MockIntegrationModel,
  message = '{"action":"ping","n":3}',
  routeKey = "ping",
) {
  sample = await startGateway({
    webSocketApis: [
      webSocketApi(
        { [routeKey]: integration },
        { stages: [stage("beta", { stageVariables: { kind: "test" } })] },
      ),
    ],
  });
  const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
  client.socket.send(message);
  return client.next();
}

describe("a MOCK integration", () => {
  awsBehavior(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "A MOCK integration responds with the response template, and no function runs.",
      source: mockPage,
    },
    async () => {
      const answer = await answerTo(mock());

      expect(answer).toBe('["PONG"]');
      expect(sample.seen).toEqual([]);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "The template selection expression selects the request template by its key; the default is `$default`.",
      source: expressionsPage,
    },
    () => {
      it.each<[string, Partial<MockIntegrationModel>, string]>([
        [
          "a static key",
          { templateSelectionExpression: "200", requestTemplates: { "200": '{"statusCode":200}' } },
          '["PONG"]',
        ],
        ["\\$default", { templateSelectionExpression: "\\$default" }, '["PONG"]'],
        [
          "a value of the body",
          {
            templateSelectionExpression: "${request.body.action}",
            requestTemplates: { ping: '{"statusCode":200}' },
          },
          '["PONG"]',
        ],
        ["a key that no template has, by $default", { templateSelectionExpression: "other" }, '["PONG"]'],
      ])("selects its request template by %s", async (_, rest, answer) => {
        expect(await answerTo(mock(rest))).toBe(answer);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "The status in the request template selects the integration response: `/404/`, `/2\\d\\d/`, or `$default`.",
      source: responsePage,
    },
    () => {
      it.each([
        [200, "two hundreds"],
        [204, "two hundreds"],
        [404, "not found"],
        [2000, "anything"],
        [500, "anything"],
      ])("selects its response for status %d: %s", async (statusCode, answer) => {
        const integration = mock({
          requestTemplates: { $default: `{"statusCode": ${statusCode}}` },
          responses: [
            response("$default", { $default: "anything" }),
            response("/2\\d\\d/", { $default: "two hundreds" }),
            response("/404/", { $default: "not found" }),
          ],
        });

        expect(await answerTo(integration)).toBe(answer);
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "Templates are Velocity with `$context`, `$stageVariables`, `$input.body`, `$input.path`, `$input.json` and `$util`.",
      source: templatePage,
    },
    async () => {
      const integration = mock({
        requestTemplates: { $default: '{"statusCode": #if($input.path("$.n") > 2)201#{else}200#end}' },
        responses: [
          response(
            "/201/",
            {
              "201":
                '{"id":"$context.connectionId","route":"$context.routeKey","ip":"$context.identity.sourceIp","kind":"${stageVariables.kind}","n":$input.json("$.n"),"all":$input.body,"text":"$util.escapeJavaScript($input.path("$.text"))"}',
            },
            "${integration.response.statuscode}",
          ),
        ],
      });

      const answer = await answerTo(integration, '{"action":"ping","n":3,"text":"a \\"b\\""}');

      expect(JSON.parse(answer)).toEqual({
        id: expect.stringMatching(/^[\w-]{15}=$/),
        route: "ping",
        ip: "127.0.0.1",
        kind: "test",
        n: 3,
        all: { action: "ping", n: 3, text: 'a "b"' },
        text: 'a "b"',
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "Without a request template the message is used unchanged, so it must contain the status code.",
      source: assumed("this is the meaning of pass-through, which the page describes for other integrations"),
    },
    async () => {
      expect(await answerTo(mock({ requestTemplates: {} }), '{"action":"ping","statusCode":200}')).toBe(
        '["PONG"]',
      );
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "If a request template produces no JSON, no status, or a status without an integration response, the client gets `Internal server error`.",
      source: assumed("REST APIs respond in this way"),
    },
    () => {
      it.each([
        [
          "no response for the status",
          mock({ responses: [response("/5\\d\\d/", {})] }),
          "has no integration response for status code 200",
        ],
        [
          "a request template that does not produce JSON",
          mock({ requestTemplates: { $default: "pong" } }),
          "did not produce JSON",
        ],
        [
          "a request template without a status",
          mock({ requestTemplates: { $default: "{}" } }),
          "did not produce a whole number as statusCode",
        ],
        [
          "a payload that its template cannot read",
          mock({ requestTemplates: { $default: '$input.path("$.a")' } }),
          "",
        ],
      ])("with %s causes an internal server error, and logs the reason", async (_, integration, reason) => {
        const answer = await answerTo(integration, "no json", "$default");

        expect(JSON.parse(answer)).toMatchObject({ message: "Internal server error" });
        expect(sample.entries).toEqual([
          expect.objectContaining({
            level: "error",
            message: expect.stringContaining(`Route $default of stage beta failed: `),
          }),
        ]);
        expect(sample.entries[0]?.message).toContain(reason);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "At `$connect` the status of a MOCK integration accepts or rejects the upgrade.",
      source: assumed("the status of a function's response has this effect"),
    },
    () => {
      it.each([
        [204, undefined],
        [401, 401],
      ])("on $connect accepts or rejects the client by its status %d", async (statusCode, refusal) => {
        sample = await startGateway({
          webSocketApis: [
            webSocketApi({
              $connect: mock({ requestTemplates: { $default: `{"statusCode":${statusCode}}` } }),
            }),
          ],
        });

        const outcome = await connect(`ws://127.0.0.1:${sample.port}/beta`).catch((error: unknown) => error);

        expect((outcome as { statusCode?: number }).statusCode).toBe(refusal);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: MOCK integrations and their templates",
      aws: "In a template, a reference without a value renders as an empty string, and is false in `#if`.",
      source: observed("https://github.com/toqoz/api-gateway-mapping-template/issues/5"),
    },
    () => {
      it.each([
        ["[$context.none]", "[]"],
        ["[$context.identity.none.deeper]", "[]"],
        ["[${stageVariables.none}]", "[]"],
        ['[$input.path("$.none").deeper]', "[]"],
        ["[$nothing]", "[]"],
        ["[$!nothing]", "[]"],
        ["#if($context.none)yes#{else}no#end", "no"],
        ["costs 5 $ or $5", "costs 5 $ or $5"],
      ])("renders %s as %s", async (template, answer) => {
        expect(await answerTo(mock({ responses: [response("$default", { $default: template })] }))).toBe(
          answer,
        );
      });
    },
  );

  it("renders any JSON payload as the same JSON", async () => {
    const all = mock({ responses: [response("$default", { $default: '$input.json("$")' })] });
    await answerTo(all);
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);

    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const message = JSON.stringify({ action: "ping", value });
        client.socket.send(message);

        expect(JSON.parse(await client.next())).toEqual(JSON.parse(message));
      }),
      { numRuns: 100 },
    );
  });

  it("is rejected at start if its selection expression is not supported", async () => {
    const stack = {
      webSocketApis: [webSocketApi({ ping: mock({ templateSelectionExpression: "${request.header.x}" }) })],
    };

    await expect(startGateway(stack)).rejects.toThrow(
      'The selection expression ${request.header.x} uses the unsupported variable "request.header.x". Use request.body or integration.response.statuscode.',
    );
  });
});
