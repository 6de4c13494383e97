import {
  type Client,
  connect,
  eventually,
  Fails,
  type Handler,
  lambda,
  type SampleGateway,
  stage,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(
  routes: Parameters<typeof webSocketApi>[0],
  handlers: Record<string, Handler>,
  rest: Parameters<typeof webSocketApi>[1] = {},
): Promise<Client> {
  sample = await startGateway({ webSocketApis: [webSocketApi(routes, rest)] }, handlers);
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

const named = (name: string) => () => ({ statusCode: 200, body: name });

describe("the route of a message", () => {
  const routes = { greet: "greet", "1": "one", true: "yes", $default: "fallback" };
  const handlers = {
    greet: named("greet"),
    one: named("one"),
    yes: named("yes"),
    fallback: named("fallback"),
  };

  it.each([
    ["$request.body.action", '{"action":"greet"}', "greet"],
    ["$request.body.action", '{"action":"other"}', "fallback"],
    ["$request.body.action", '{"action":1}', "one"],
    ["$request.body.action", '{"action":true}', "yes"],
    ["$request.body.action", '{"action":null}', "fallback"],
    ["$request.body.action", '{"action":["greet"]}', "fallback"],
    ["$request.body.action", '{"action":"$connect"}', "fallback"],
    ["$request.body.action", '{"action":"$disconnect"}', "fallback"],
    ["$request.body.action", '{"action":"$default"}', "fallback"],
    ["$request.body.action", '{"action":"__proto__"}', "fallback"],
    ["$request.body.constructor.name", "{}", "fallback"],
    ["$request.body.action", "no json", "fallback"],
    ["$request.body.action", "", "fallback"],
    ["$request.body.action", "null", "fallback"],
    ["$request.body.[0]", '["greet", 2]', "greet"],
    ["$request.body.[0]", '{"0":"greet"}', "greet"],
    ["$request.body.[0]", "[]", "fallback"],
    ["$request.body[1]", '[2, "greet"]', "greet"],
    ["${request.body.deep.er['very deep']}", '{"deep":{"er":{"very deep":"greet"}}}', "greet"],
    ["${request.body.a}${request.body.b}", '{"a":"gre","b":"et"}', "greet"],
    ["${request.body.a}/${request.body.b}", '{"a":"gre"}', "fallback"],
  ])("by %s of %s is %s", async (routeSelectionExpression, message, answer) => {
    const client = await start({ ...routes, $connect: "greet", $disconnect: "greet" }, handlers, {
      routeSelectionExpression,
    });

    client.socket.send(message);

    expect(await client.next()).toBe(answer);
  });

  it("is told to the function, with the message as it came", async () => {
    const client = await start({ greet: "greet", $default: "greet" }, handlers, {
      stages: [stage("beta", { stageVariables: { kind: "test" } })],
    });
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
  });

  it("is refused as API Gateway does when there is none", async () => {
    const client = await start({ greet: "greet" }, handlers);

    client.socket.send("hello");

    const frame = await client.next();
    expect(frame).toMatch(
      /^\{"message": "Forbidden", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
    expect(sample.seen).toEqual([]);
  });
});

describe("the answer to a message", () => {
  it.each([
    ["the body", { statusCode: 200, body: '["OK"]' }, '["OK"]'],
    ["the body, whatever the status", { statusCode: 403, body: "no" }, "no"],
    ["a body of many frames", { statusCode: 200, body: "é".repeat(40_000) }, "é".repeat(40_000)],
  ])("on a two-way route is %s", async (_, answer, frame) => {
    const client = await start({ $default: "app" }, { app: () => answer });

    client.socket.send("x");

    expect(await client.next()).toBe(frame);
  });

  it.each([
    ["has no body", { $default: "app" }, { statusCode: 200 }],
    ["has an empty body", { $default: "app" }, { statusCode: 200, body: "" }],
    ["comes on a one-way route", { "$default>": "app" }, { statusCode: 200, body: "kept back" }],
  ])("is nothing when it %s", async (_, routes, answer) => {
    const client = await start(routes as unknown as Record<string, string>, { app: () => answer });

    client.socket.send("x");
    await eventually(() => sample.seen.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(client.frames).toEqual([]);
    expect(sample.entries).toEqual([]);
  });

  it.each<[string, Handler]>([
    [
      "throws",
      () => {
        throw new Error("private");
      },
    ],
    ["answers nothing", () => undefined],
    ["answers no status", () => ({ body: "x" })],
    ["answers more than a message holds", () => ({ statusCode: 200, body: "x".repeat(128 * 1024 + 1) })],
    [
      "is throttled",
      () => {
        throw new Fails({
          ok: false,
          reason: "Throttled",
          errorType: "TooManyRequestsException",
          errorMessage: "private",
        });
      },
    ],
  ])("is the gateway's error when the function %s, on both kinds of route", async (_, handler) => {
    const client = await start({ $default: "app", "oneway>": "app" }, { app: handler });

    client.socket.send("x");
    const frame = await client.next();

    expect(frame).toMatch(
      /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
    );
    expect(sample.entries).toEqual([
      expect.objectContaining({
        level: "error",
        message: expect.stringContaining("Route $default of stage beta failed: "),
      }),
    ]);
  });

  it("tells of an error on a one-way route too", async () => {
    const client = await start(
      { "$default>": "app" },
      {
        app: () => {
          throw new Error("private");
        },
      },
    );

    client.socket.send("x");

    expect(JSON.parse(await client.next()).message).toBe("Internal server error");
  });

  it("is an error of its own when the integration's time is over", async () => {
    const client = await start(
      { $default: lambda("app", { timeoutMilliseconds: 700 }) },
      { app: () => new Promise(() => undefined) },
    );
    client.socket.send("x");
    await eventually(() => sample.seen.length === 1);

    await sample.clock.advance(700);

    expect(JSON.parse(await client.next())).toMatchObject({ message: "Endpoint request timed out" });
  });

  it("of a slow message comes after that of a quick one sent later", async () => {
    let release: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      release = resolve;
    });
    const client = await start({ slow: "slow", quick: "quick" }, { slow: () => slow, quick: named("quick") });

    client.socket.send('{"action":"slow"}');
    client.socket.send('{"action":"quick"}');
    const first = await client.next();
    release({ statusCode: 200, body: "slow" });

    expect([first, await client.next()]).toEqual(["quick", "slow"]);
  });

  it("is lost without harm when the client has gone", async () => {
    let release: (value: unknown) => void = () => undefined;
    const slow = new Promise((resolve) => {
      release = resolve;
    });
    const client = await start({ $default: "app" }, { app: () => slow });
    client.socket.send("x");
    await eventually(() => sample.seen.length === 1);
    client.socket.terminate();
    await client.closed;

    release({ statusCode: 200, body: "late" });
    await new Promise((resolve) => setTimeout(resolve, 20));

    expect(sample.entries).toEqual([]);
  });
});

it("throttles messages together with connections", async () => {
  const client = await start(
    { $default: "app" },
    { app: named("ok") },
    { stages: [stage("beta", { throttling: { rateLimit: 2, burstLimit: 2 } })] },
  );
  client.socket.send("1");
  const first = await client.next();
  client.socket.send("2");
  const second = await client.next();
  await sample.clock.advance(500);
  client.socket.send("3");

  expect([first, await client.next()]).toEqual(["ok", "ok"]);
  expect(second).toMatch(
    /^\{"message": "Too Many Requests", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
  );
  expect(sample.seen).toHaveLength(2);
});
