import {
  connect,
  eventually,
  Fails,
  type Handler,
  lambda,
  Refused,
  type SampleGateway,
  stage,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(onConnect: Handler | undefined, rest = {}) {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $connect: "app", $disconnect: "app", $default: "app" }, rest)] },
    onConnect === undefined
      ? {}
      : {
          app: (event) =>
            event.requestContext.eventType === "CONNECT"
              ? onConnect(event)
              : { statusCode: 200, body: "answer" },
        },
  );
  return `ws://127.0.0.1:${sample.port}/beta`;
}

describe("a $connect that the function grants", () => {
  it.each([200, 204, 299, "200"])("with %j opens the connection", async (statusCode) => {
    const url = await start(() => ({ statusCode }));

    const client = await connect(url);

    expect(client.socket.readyState).toBe(client.socket.OPEN);
    expect(client.socket.protocol).toBe("");
  });

  it("is not needed when the API has no such route", async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $default: "app" })] },
      { app: () => ({ statusCode: 200, body: "answer" }) },
    );

    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    client.socket.send("{}");

    expect(await client.next()).toBe("answer");
    expect(sample.seen.map(({ event }) => event.requestContext.eventType)).toEqual(["MESSAGE"]);
  });

  it("gets the request in full", async () => {
    const url = await start(() => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": "chat" } }), {
      stages: [stage("beta", { stageVariables: { kind: "test" } })],
    });

    await connect(`${url}?c=one&c=two%20three&d=`, ["chat"], {
      Origin: "https://example.org",
      "User-Agent": "jest",
      "X-Twice": "a",
    });

    const { event } = sample.seen[0] ?? {};
    expect(event).toEqual({
      headers: expect.objectContaining({
        Host: `127.0.0.1:${sample.port}`,
        Origin: "https://example.org",
        "User-Agent": "jest",
        "Sec-WebSocket-Protocol": "chat",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": expect.any(String),
        "X-Forwarded-For": "127.0.0.1",
        "X-Forwarded-Port": String(sample.port),
        "X-Forwarded-Proto": "http",
        "X-Amzn-Trace-Id": expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
      }),
      multiValueHeaders: expect.objectContaining({ Origin: ["https://example.org"] }),
      queryStringParameters: { c: "two three", d: "" },
      multiValueQueryStringParameters: { c: ["one", "two three"], d: [""] },
      stageVariables: { kind: "test" },
      requestContext: {
        routeKey: "$connect",
        eventType: "CONNECT",
        extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
        requestTime: "01/Jan/2024:00:00:00 +0000",
        messageDirection: "IN",
        stage: "beta",
        connectedAt: sample.clock.now(),
        requestTimeEpoch: sample.clock.now(),
        identity: { sourceIp: "127.0.0.1", userAgent: "jest" },
        requestId: event.requestContext.extendedRequestId,
        domainName: `127.0.0.1:${sample.port}`,
        connectionId: expect.stringMatching(/^[\w-]{15}=$/),
        apiId: "wsapi12345",
      },
      isBase64Encoded: false,
    });
    expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(["Connection"]));
    expect(Object.keys(event.headers)).not.toEqual(expect.arrayContaining(["Upgrade"]));
  });

  it("lacks query and stage variables where there are none", async () => {
    const url = await start(() => ({ statusCode: 200 }));

    await connect(url);

    const fields = Object.keys(sample.seen[0]?.event);
    expect(fields).toEqual(["headers", "multiValueHeaders", "requestContext", "isBase64Encoded"]);
  });

  it.each([
    [["v1", "v2"], { "Sec-WebSocket-Protocol": "v2" }, "v2"],
    [["v1"], { "sec-websocket-protocol": "v1" }, "v1"],
  ])("echoes a sub-protocol of %j when the answer says %j", async (offered, headers, granted) => {
    const url = await start(() => ({ statusCode: 200, headers }));

    const client = await connect(url, offered);

    expect(client.socket.protocol).toBe(granted);
  });

  it("that forgets to echo the sub-protocol leaves the client without, and `ws` hangs up", async () => {
    const url = await start(() => ({ statusCode: 200 }));

    await expect(connect(url, ["v1"])).rejects.toThrow("Server sent no subprotocol");
  });
});

describe("a $connect that is not granted", () => {
  it.each([400, 401, 403, 404, 302, 500, 599])(
    "refuses the upgrade with the function's %d",
    async (statusCode) => {
      const url = await start(() => ({ statusCode, body: "private" }));

      const refused = await connect(url).catch((error: unknown) => error);

      expect(refused).toEqual(new Refused(statusCode, ""));
      expect(sample.seen).toHaveLength(1);
    },
  );

  it.each<[string, Handler, number]>([
    [
      "throws",
      () => {
        throw new Error("no");
      },
      502,
    ],
    [
      "crashes",
      () => {
        throw new Fails({ ok: false, reason: "Crashed", errorType: "Runtime.ExitError", errorMessage: "x" });
      },
      502,
    ],
    [
      "times out",
      () => {
        throw new Fails({ ok: false, reason: "TimedOut", errorType: "Sandbox.Timedout", errorMessage: "x" });
      },
      502,
    ],
    ["answers nothing", () => undefined, 502],
    ["answers a text", () => "fine", 502],
    ["answers a strange status", () => ({ statusCode: 1000 }), 502],
    ["answers 101", () => ({ statusCode: 101 }), 502],
    ["answers no status", () => ({}), 502],
    ["answers an object as body", () => ({ statusCode: 200, body: {} }), 502],
    [
      "is throttled",
      () => {
        throw new Fails({
          ok: false,
          reason: "Throttled",
          errorType: "TooManyRequestsException",
          errorMessage: "x",
        });
      },
      500,
    ],
  ])(
    "because the function %s gives an error of the gateway, and a line in the log",
    async (_, handler, statusCode) => {
      const url = await start(handler);

      const refused = (await connect(url).catch((error: unknown) => error)) as Refused;

      expect(refused.statusCode).toBe(statusCode);
      expect(JSON.parse(refused.body)).toEqual({
        message: "Internal server error",
        connectionId: expect.any(String),
        requestId: expect.any(String),
      });
      expect(sample.entries).toEqual([
        expect.objectContaining({
          level: "error",
          source: "gateway",
          message: expect.stringContaining("Route $connect of stage beta failed: function app"),
        }),
      ]);
    },
  );

  it("names the function that is not there", async () => {
    const url = await start(undefined);

    await expect(connect(url)).rejects.toMatchObject({ statusCode: 500 });

    expect(sample.entries[0]?.message).toContain("Function not found: app");
  });

  it("names the stage variable that is not there", async () => {
    sample = await startGateway({
      webSocketApis: [webSocketApi({ $connect: "${stageVariables.function}" })],
    });

    await expect(connect(`ws://127.0.0.1:${sample.port}/beta`)).rejects.toMatchObject({ statusCode: 500 });

    expect(sample.entries[0]?.message).toContain(
      "stage beta (aws_apigatewayv2_stage.beta) has no stage variable function",
    );
  });

  it("gives 504 when the integration's time is over", async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: lambda("app", { timeoutMilliseconds: 5000 }) })] },
      { app: () => new Promise(() => undefined) },
    );
    const refused = connect(`ws://127.0.0.1:${sample.port}/beta`).catch((error: unknown) => error);
    await eventually(() => sample.seen.length === 1);

    await sample.clock.advance(5000);

    expect(await refused).toMatchObject({
      statusCode: 504,
      body: expect.stringContaining('{"message": "Endpoint request timed out"'),
    });
  });

  it.each(["/other", "/", "/beta/more", "/%62eta2"])("is a 403 when %s is no stage", async (path) => {
    await start(() => ({ statusCode: 200 }));

    await expect(connect(`ws://127.0.0.1:${sample.port}${path}`)).rejects.toEqual(
      new Refused(403, '{"message":"Forbidden"}'),
    );
    expect(sample.seen).toEqual([]);
  });

  it("is a 429 when the stage's tokens are spent, until they grow again", async () => {
    const url = await start(() => ({ statusCode: 200 }), {
      stages: [stage("beta", { throttling: { rateLimit: 1, burstLimit: 2 } })],
    });
    await connect(url);
    await connect(url);

    await expect(connect(url)).rejects.toMatchObject({ statusCode: 429 });
    await sample.clock.advance(1000);
    await connect(url);

    expect(sample.seen).toHaveLength(3);
  });
});

describe("a stage variable in the integration's URI", () => {
  it("leads each stage to its own function", async () => {
    sample = await startGateway(
      {
        webSocketApis: [
          webSocketApi(
            {
              $connect:
                "arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.name}:${stageVariables.alias}",
            },
            {
              stages: [
                stage("beta", { stageVariables: { name: "one", alias: "live" } }),
                stage("gamma", { stageVariables: { name: "two", alias: "next" } }),
              ],
            },
          ),
        ],
      },
      {
        "arn:aws:lambda:eu-west-1:000000000000:function:one:live": () => ({ statusCode: 200 }),
        "arn:aws:lambda:eu-west-1:000000000000:function:two:next": () => ({ statusCode: 401 }),
      },
    );

    await connect(`ws://127.0.0.1:${sample.port}/beta`);
    await expect(connect(`ws://127.0.0.1:${sample.port}/gamma`)).rejects.toMatchObject({ statusCode: 401 });
  });
});
