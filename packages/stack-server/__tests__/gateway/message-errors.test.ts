import { assumed, awsBehavior, awsBehaviorOfMany, observed } from "../behaviors/aws-behavior";
import {
  type Client,
  connect,
  eventually,
  Fails,
  type Handler,
  lambda,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(
  routes: Parameters<typeof webSocketApi>[0],
  handlers: Record<string, Handler>,
): Promise<Client> {
  sample = await startGateway({ webSocketApis: [webSocketApi(routes)] }, handlers);
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

describe("a message whose function fails", () => {
  const faults: readonly (readonly [string, Handler])[] = [
    [
      "throws",
      () => {
        throw new Error("private");
      },
    ],
    ["returns nothing", () => undefined],
    ["returns no status", () => ({ body: "x" })],
    ["returns an object as body", () => ({ statusCode: 200, body: {} })],
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
  ];

  awsBehaviorOfMany(
    {
      subject: "WebSocket: errors, timeouts and invalid responses of a function",
      aws: 'If a function fails or returns an invalid response, the client gets `{"message": "Internal server error", "connectionId":"…", "requestId":"…"}`.',
      source: observed("https://github.com/nearst/laconia/issues/41"),
    },
    () => {
      it.each(faults)("the function %s", async (_, handler) => {
        const client = await start({ $default: "app" }, { app: handler });

        client.socket.send("x");

        expect(await client.next()).toMatch(
          /^\{"message": "Internal server error", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
        );
        expect(sample.entries).toEqual([
          expect.objectContaining({
            level: "error",
            message: expect.stringContaining("Route $default of stage beta failed: "),
          }),
        ]);
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: errors, timeouts and invalid responses of a function",
      aws: "If a function fails on a one-way route, the client also gets an error.",
      source: observed("https://github.com/aws-samples/simple-websockets-chat-app/issues/46"),
    },
    () => {
      it.each(faults)("the function %s", async (_, handler) => {
        const client = await start({ "$default>": "app" }, { app: handler });

        client.socket.send("x");

        expect(JSON.parse(await client.next()).message).toBe("Internal server error");
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: errors, timeouts and invalid responses of a function",
      aws: 'If an integration exceeds its timeout (29 s at most), the client gets `{"message": "Endpoint request timed out", …}`.',
      source: observed("https://github.com/aws/chalice/issues/1406"),
    },
    async () => {
      const client = await start(
        { $default: lambda("app", { timeoutMilliseconds: 29_000 }) },
        { app: () => new Promise(() => undefined) },
      );
      client.socket.send("x");
      await eventually(() => sample.seen.length === 1);

      await sample.clock.advance(28_999);
      const early = client.frames.length;
      await sample.clock.advance(1);

      expect(early).toBe(0);
      expect(await client.next()).toMatch(
        /^\{"message": "Endpoint request timed out", "connectionId":"[\w-]{15}=", "requestId":"[\w-]{15}="\}$/,
      );
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: errors, timeouts and invalid responses of a function",
      aws: "The connection stays open after an error: the next message is handled.",
      source: assumed("the reports about these errors describe clients that stay connected"),
    },
    async () => {
      let calls = 0;
      const client = await start(
        { $default: "app" },
        {
          app: () => {
            calls += 1;
            return calls === 1 ? undefined : { statusCode: 200, body: "fine" };
          },
        },
      );

      client.socket.send("1");
      await client.next();
      client.socket.send("2");

      expect(await client.next()).toBe("fine");
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: limits of frames and messages",
      aws: "A response of more than 128 KB is not sent, and the client gets an error instead.",
      source: assumed("the limit is documented for both directions, its effect only for messages of clients"),
    },
    async () => {
      const client = await start(
        { $default: "app" },
        { app: () => ({ statusCode: 200, body: "x".repeat(128 * 1024 + 1) }) },
      );

      client.socket.send("x");

      expect(JSON.parse(await client.next()).message).toBe("Internal server error");
    },
  );
});
