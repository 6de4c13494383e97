import fc from "fast-check";
import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import {
  type Client,
  connect,
  type SampleGateway,
  stage,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const routesPage = documented(
  "apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions",
);
const expressionsPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

const named = (name: string) => () => ({ statusCode: 200, body: name });
const handlers = {
  greet: named("greet"),
  one: named("one"),
  yes: named("yes"),
  list: named("list"),
  fallback: named("fallback"),
};
const routes = { greet: "greet", "1": "one", true: "yes", "[a, 1]": "list", $default: "fallback" };

async function start(
  routeSelectionExpression: string,
  keys: Record<string, string> = routes,
): Promise<Client> {
  const api = webSocketApi(
    { $connect: "greet", $disconnect: "greet", ...keys },
    { routeSelectionExpression },
  );
  sample = await startGateway({ webSocketApis: [api] }, handlers);
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

type Case = readonly [expression: string, message: string, route: string];

function chooses(cases: readonly Case[]): void {
  it.each(cases)("the expression %s with the message %s selects %s", async (expression, message, route) => {
    const client = await start(expression);

    client.socket.send(message);

    expect(await client.next()).toBe(route);
  });
}

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "The route selection expression is a JSON path into the body, and its value is the key of the route.",
    source: routesPage,
  },
  () =>
    chooses([
      ["$request.body.action", '{"action":"greet"}', "greet"],
      ["${request.body.action}", '{"action":"greet"}', "greet"],
      ["$request.body.[0]", '["greet", 2]', "greet"],
      ["$request.body.[0]", '{"0":"greet"}', "greet"],
      ["$request.body[1]", '[2, "greet"]', "greet"],
      ["${request.body.deep.er['very deep']}", '{"deep":{"er":{"very deep":"greet"}}}', "greet"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "Several variables in braces are joined to one key; if one of them is missing, there is no key.",
    source: expressionsPage,
  },
  () =>
    chooses([
      ["${request.body.a}${request.body.b}", '{"a":"gre","b":"et"}', "greet"],
      ["${request.body.a}/${request.body.b}", '{"a":"gre"}', "fallback"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "A value that is a number, a boolean or a list is converted to text, which is `[item1, item2]` for a list.",
    source: routesPage,
  },
  () =>
    chooses([
      ["$request.body.action", '{"action":1}', "one"],
      ["$request.body.action", '{"action":true}', "yes"],
      ["$request.body.action", '{"action":["a", 1]}', "list"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "A message is routed to `$default` if no route has the key, the path has no value, or the body is not JSON.",
    source: routesPage,
  },
  () =>
    chooses([
      ["$request.body.action", '{"action":"other"}', "fallback"],
      ["$request.body.action", '{"action":["greet"]}', "fallback"],
      ["$request.body.action", '{"action":"$default"}', "fallback"],
      ["$request.body.action", '{"action":"__proto__"}', "fallback"],
      ["$request.body.constructor.name", "{}", "fallback"],
      ["$request.body.action", "no json", "fallback"],
      ["$request.body.action", "", "fallback"],
      ["$request.body.[0]", "[]", "fallback"],
    ]),
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: route selection",
    aws: "A null or an object selects no route, and a body cannot select `$connect` or `$disconnect`.",
    source: assumed(
      "`$connect` and `$disconnect` run for their own events, and no route key is meant to be the text of null",
    ),
  },
  () =>
    chooses([
      ["$request.body.action", '{"action":null}', "fallback"],
      ["$request.body.action", '{"action":{"a":1}}', "fallback"],
      ["$request.body.action", "null", "fallback"],
      ["$request.body.action", '{"action":"$connect"}', "fallback"],
      ["$request.body.action", '{"action":"$disconnect"}', "fallback"],
    ]),
);

awsBehavior(
  {
    subject: "WebSocket: route selection",
    aws: "A message without a matching route or `$default` gets an error and reaches no function.",
    source: routesPage,
  },
  async () => {
    const client = await start("$request.body.action", { greet: "greet" });
    const before = sample.seen.length;

    client.socket.send("hello");
    await client.next();

    expect(sample.seen).toHaveLength(before);
  },
);

awsBehavior(
  {
    subject: "WebSocket: route selection",
    aws: 'The error of a message without a route is `{"message": "Forbidden", "connectionId":"…", "requestId":"…"}`.',
    source: assumed("the error is documented, and other errors have this form"),
  },
  async () => {
    const client = await start("$request.body.action", { greet: "greet" });

    client.socket.send("hello");

    expect(await client.next()).toMatch(
      /^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
  },
);

it("every possible message is passed to a route", async () => {
  const client = await start("${request.body.a}${request.body['b'][0]}");
  const message = fc.oneof(
    fc.json(),
    fc.string({ unit: "grapheme" }),
    fc.record({ a: fc.jsonValue(), b: fc.jsonValue() }).map((body) => JSON.stringify(body)),
  );

  await fc.assert(
    fc.asyncProperty(message, async (text) => {
      client.socket.send(text);

      expect(Object.keys(handlers)).toContain(await client.next());
    }),
    { numRuns: 200 },
  );
});

awsBehavior(
  {
    subject: "WebSocket: events and `requestContext`",
    aws: "The event of a message has the unchanged body, its own `messageId`, and no headers.",
    source: observed("https://github.com/mousabaker/aws-lambda-typing/pull/65"),
  },
  async () => {
    const api = webSocketApi(routes, { stages: [stage("beta", { stageVariables: { kind: "test" } })] });
    sample = await startGateway({ webSocketApis: [api] }, handlers);
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    client.socket.send('{"action": "greet"}');
    await client.next();
    client.socket.send("é no json");
    await client.next();

    const [first, second] = sample.seen.map(({ event }) => event);
    expect(first).toEqual({
      stageVariables: { kind: "test" },
      requestContext: {
        routeKey: "greet",
        messageId: expect.stringMatching(/^[\w-]{15}=$/),
        eventType: "MESSAGE",
        extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
        requestTime: "01/Jan/2024:00:00:00 +0000",
        messageDirection: "IN",
        stage: "beta",
        connectedAt: sample.clock.now(),
        requestTimeEpoch: sample.clock.now(),
        identity: { sourceIp: "127.0.0.1" },
        requestId: first.requestContext.extendedRequestId,
        domainName: `127.0.0.1:${sample.port}`,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        apiId: "wsapi12345",
      },
      body: '{"action": "greet"}',
      isBase64Encoded: false,
    });
    expect(second).toMatchObject({ body: "é no json", requestContext: { routeKey: "$default" } });
    expect(second.requestContext.connectionId).toBe(first.requestContext.connectionId);
    expect(second.requestContext.messageId).not.toBe(first.requestContext.messageId);
  },
);
