import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import {
  connect,
  eventually,
  Fails,
  type Handler,
  lambda,
  Refused,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(onConnect: Handler) {
  sample = await startGateway({ webSocketApis: [webSocketApi({ $connect: "app" })] }, { app: onConnect });
  return `ws://127.0.0.1:${sample.port}/beta`;
}

const refusalOf = (url: string) => connect(url).catch((error: unknown) => error) as Promise<Refused>;

const fails = (result: Fails["result"]) => () => {
  throw new Fails(result);
};

awsBehaviorOfMany(
  {
    subject: "WebSocket: `$connect`",
    aws: "A response to `$connect` other than 2xx rejects the upgrade with its status, including 401 and 403.",
    source: documented("apigateway/latest/developerguide/websocket-connect-route-subprotocol.html"),
  },
  () => {
    it.each([400, 401, 403, 404, 302, 500, 599])("with the status %d", async (statusCode) => {
      const url = await start(() => ({ statusCode }));

      const refused = await refusalOf(url);

      expect(refused).toEqual(new Refused(statusCode, ""));
      expect(sample.seen).toHaveLength(1);
    });
  },
);

awsBehavior(
  {
    subject: "WebSocket: `$connect`",
    aws: "The body of a rejecting response does not reach the client.",
    source: assumed("a client in a browser cannot read the body"),
  },
  async () => {
    const url = await start(() => ({ statusCode: 403, body: "private" }));

    const refused = await refusalOf(url);

    expect(refused).toEqual(new Refused(403, ""));
  },
);

describe("a rejected $connect", () => {
  it.each<[string, ReturnType<Handler>, string]>([
    ["with the function's reason", { statusCode: 403, body: "No such origin" }, "403: No such origin"],
    ["without a reason", { statusCode: 401 }, "401: $connect returned no reason"],
  ])("is logged %s", async (_, answer, text) => {
    const url = await start(() => answer);

    await refusalOf(url);

    expect(sample.entries).toContainEqual(
      expect.objectContaining({ level: "warn", message: `A socket of stage beta was rejected with ${text}` }),
    );
  });

  it("does not reach the function if the host is not accepted", async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: "app" })] },
      { app: () => ({ statusCode: 200 }) },
      { acceptsHost: (host) => host.startsWith("localhost:") },
    );
    const url = (name: string) => `ws://${name}:${sample.port}/beta`;

    const refused = await refusalOf(url("127.0.0.1"));
    const { socket } = await connect(url("localhost"));

    expect(refused).toEqual(new Refused(403, '{"message":"Forbidden"}'));
    expect(sample.seen).toHaveLength(1);
    expect(sample.entries.map(({ message }) => message)).toContain(
      `A socket was rejected with 403: "127.0.0.1:${sample.port}" is not a name of this server`,
    );
    socket.close();
  });

  it("is logged with the names of the stages if the path belongs to no stage", async () => {
    const url = await start(() => ({ statusCode: 200 }));

    await refusalOf(url.replace("beta", "gamma"));

    expect(sample.entries).toContainEqual(
      expect.objectContaining({
        message: "A socket was rejected with 403: the path belongs to none of the stages: /beta",
      }),
    );
  });
});

awsBehaviorOfMany(
  {
    subject: "WebSocket: `$connect`",
    aws: "If a function fails at `$connect`, or returns an invalid response, the upgrade is rejected with a 502.",
    source: observed("https://github.com/serverless/serverless-websockets-plugin/issues/13"),
  },
  () => {
    it.each<[string, Handler]>([
      [
        "the function throws",
        () => {
          throw new Error("no");
        },
      ],
      [
        "the function crashes",
        fails({ ok: false, reason: "Crashed", errorType: "Runtime.ExitError", errorMessage: "x" }),
      ],
      [
        "it times out",
        fails({ ok: false, reason: "TimedOut", errorType: "Sandbox.Timedout", errorMessage: "x" }),
      ],
      ["the function returns nothing", () => undefined],
      ["the function returns a string", () => "fine"],
      ["the function returns an invalid status", () => ({ statusCode: 1000 })],
      ["the function returns 101", () => ({ statusCode: 101 })],
      ["the function returns no status", () => ({})],
      ["the function returns an object as body", () => ({ statusCode: 200, body: {} })],
    ])("%s, and the failure is logged", async (_, handler) => {
      const url = await start(handler);

      const refused = await refusalOf(url);

      expect(refused.statusCode).toBe(502);
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
    });
  },
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: `$connect`",
    aws: "If a function is throttled or missing at `$connect`, the upgrade is rejected with a 500.",
    source: assumed("API Gateway calls both configuration errors, for which REST APIs return a 500"),
  },
  () => {
    it("the function is throttled", async () => {
      const url = await start(
        fails({
          ok: false,
          reason: "Throttled",
          errorType: "TooManyRequestsException",
          errorMessage: "x",
        }),
      );

      const refused = await refusalOf(url);

      expect([refused.statusCode, JSON.parse(refused.body).message]).toEqual([500, "Internal server error"]);
    });

    it("the function does not exist, and the log names it", async () => {
      sample = await startGateway({ webSocketApis: [webSocketApi({ $connect: "app" })] });

      const refused = await refusalOf(`ws://127.0.0.1:${sample.port}/beta`);

      expect(refused.statusCode).toBe(500);
      expect(sample.entries[0]?.message).toContain("Function not found: app");
    });
  },
);

awsBehavior(
  {
    subject: "WebSocket: `$connect`",
    aws: "If the integration of `$connect` exceeds its timeout, the upgrade is rejected with a 504.",
    source: assumed("REST APIs return a 504 for a timeout"),
  },
  async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $connect: lambda("app", { timeoutMilliseconds: 5000 }) })] },
      { app: () => new Promise(() => undefined) },
    );
    const refused = refusalOf(`ws://127.0.0.1:${sample.port}/beta`);
    await eventually(() => sample.seen.length === 1);

    await sample.clock.advance(5000);

    expect(await refused).toMatchObject({
      statusCode: 504,
      body: expect.stringContaining('{"message": "Endpoint request timed out"'),
    });
  },
);

awsBehaviorOfMany(
  {
    subject: "WebSocket: `$connect`",
    aws: "An upgrade for an unknown stage or path is rejected with a 403, and no function runs.",
    source: assumed("`@connections` of an unknown stage responds in this way"),
  },
  () => {
    it.each(["/other", "/", "/beta/more", "/%62eta2"])("at the path %s", async (path) => {
      await start(() => ({ statusCode: 200 }));

      await expect(connect(`ws://127.0.0.1:${sample.port}${path}`)).rejects.toEqual(
        new Refused(403, '{"message":"Forbidden"}'),
      );
      expect(sample.seen).toEqual([]);
    });
  },
);
