import { assumed, awsBehavior, awsBehaviorOfMany, documented, observed } from "../behaviors/aws-behavior";
import {
  connect,
  disconnectEvent,
  eventually,
  type SampleGateway,
  startGateway,
  webSocketApi,
} from "./sample-gateway";

const quotas = documented(
  "apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html",
);
const eventPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html#api-gateway-simple-proxy-for-lambda-input-format-websocket",
);

const oneMinute = 60_000;

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start() {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $disconnect: "app", $default: "app" })] },
    { app: () => ({ statusCode: 200, body: "ok" }) },
  );
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

describe("a connection", () => {
  awsBehavior(
    {
      subject: "WebSocket: end of a connection and `$disconnect`",
      aws: "A connection without messages for ten minutes is closed.",
      source: quotas,
    },
    async () => {
      const client = await start();

      await sample.clock.advance(10 * oneMinute - 1);
      const before = client.socket.readyState;
      await sample.clock.advance(1);

      expect(before).toBe(client.socket.OPEN);
      expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
      expect((await disconnectEvent(sample)).requestContext).toMatchObject({
        disconnectStatusCode: 1001,
        disconnectReason: "Going away",
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: end of a connection and `$disconnect`",
      aws: "Messages keep a connection open for at most two hours.",
      source: quotas,
    },
    async () => {
      const client = await start();
      for (let minute = 9; minute < 120; minute += 9) {
        await sample.clock.advance(9 * oneMinute);
        client.socket.send("x");
        await client.next();
      }

      await sample.clock.advance(3 * oneMinute - 1);
      const before = client.socket.readyState;
      await sample.clock.advance(1);

      expect(before).toBe(client.socket.OPEN);
      expect((await client.closed).code).toBe(1001);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: end of a connection and `$disconnect`",
      aws: "`$disconnect` gets the code and reason of the client's close frame, or 1005 and `Client-side close frame status not set`.",
      source: eventPage,
    },
    () => {
      it.each([
        ["a code and reason", 4001, "bye", 4001, "bye"],
        ["a code", 1000, undefined, 1000, ""],
        ["no code", undefined, undefined, 1005, "Client-side close frame status not set"],
      ])(
        "that the client closes with %s is reported to $disconnect",
        async (_, code, reason, disconnectStatusCode, disconnectReason) => {
          const client = await start();

          client.socket.close(code, reason);

          expect(await disconnectEvent(sample)).toEqual({
            headers: {
              Host: `127.0.0.1:${sample.port}`,
              "x-api-key": "",
              "X-Forwarded-For": "",
              "x-restapi": "",
            },
            multiValueHeaders: {
              Host: [`127.0.0.1:${sample.port}`],
              "x-api-key": [""],
              "X-Forwarded-For": [""],
              "x-restapi": [""],
            },
            requestContext: expect.objectContaining({
              routeKey: "$disconnect",
              eventType: "DISCONNECT",
              disconnectStatusCode,
              disconnectReason,
              connectedAt: sample.clock.now(),
            }),
            isBase64Encoded: false,
          });
        },
      );
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: end of a connection and `$disconnect`",
      aws: "If a connection breaks without a close frame, `$disconnect` gets the code 1006.",
      source: assumed("RFC 6455 defines 1006 for this case"),
    },
    async () => {
      const client = await start();

      client.socket.terminate();

      expect((await disconnectEvent(sample)).requestContext.disconnectStatusCode).toBe(1006);
    },
  );

  it("is closed when the gateway stops, and $disconnect runs", async () => {
    const client = await start();

    await sample.gateway.close();

    expect((await client.closed).code).toBe(1001);
    expect(sample.seen.map(({ event }) => event.requestContext.eventType)).toEqual(["DISCONNECT"]);
  });
});

awsBehavior(
  {
    subject: "WebSocket: end of a connection and `$disconnect`",
    aws: "After ten idle minutes and after two hours, the close frame and `$disconnect` have the code 1001 and the reason `Going away`.",
    source: assumed("1001 is the code for a server that closes its connections"),
  },
  async () => {
    const client = await start();

    await sample.clock.advance(10 * oneMinute);

    expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
    expect((await disconnectEvent(sample)).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: "Going away",
    });
  },
);

awsBehavior(
  {
    subject: "WebSocket: end of a connection and `$disconnect`",
    aws: "Messages in either direction keep a connection open, including those sent by `@connections`.",
    source: observed("https://github.com/andyrichardson/subscriptionless/issues/3"),
  },
  async () => {
    const client = await start();
    client.socket.send("x");
    await client.next();
    const { connectionId } = sample.seen[0]?.event.requestContext ?? {};
    await sample.clock.advance(9 * oneMinute);
    await fetch(`http://127.0.0.1:${sample.port}/beta/@connections/${encodeURIComponent(connectionId)}`, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 Credential=x" },
      body: "news",
    });

    await sample.clock.advance(10 * oneMinute - 1);
    const before = client.socket.readyState;
    await sample.clock.advance(1);

    expect(await client.next()).toBe("news");
    expect(before).toBe(client.socket.OPEN);
    expect((await client.closed).code).toBe(1001);
  },
);

awsBehavior(
  {
    subject: "WebSocket: end of a connection and `$disconnect`",
    aws: "WebSocket pings do not keep a connection open; only messages do.",
    source: observed("https://github.com/andyrichardson/subscriptionless/issues/3"),
  },
  async () => {
    const client = await start();
    await sample.clock.advance(9 * oneMinute);
    const pong = new Promise((resolve) => client.socket.once("pong", resolve));
    client.socket.ping();
    await pong;

    await sample.clock.advance(oneMinute);

    expect((await client.closed).code).toBe(1001);
  },
);

awsBehavior(
  {
    subject: "WebSocket: end of a connection and `$disconnect`",
    aws: "`$disconnect` runs after the end of every connection on a best-effort basis.",
    source: documented(
      "apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html",
    ),
    here: "`$disconnect` always runs while the server's process is alive.",
  },
  async () => {
    const client = await start();
    const others = await Promise.all([1, 2].map(() => connect(`ws://127.0.0.1:${sample.port}/beta`)));

    client.socket.close();
    others[0]?.socket.terminate();
    others[1]?.socket.send(Buffer.from([1]));

    const ends = () => sample.seen.filter(({ event }) => event.requestContext.eventType === "DISCONNECT");
    await eventually(() => ends().length === 3);
    expect(ends().map(({ event }) => event.requestContext.disconnectStatusCode)).toEqual(
      expect.arrayContaining([1003, 1005, 1006]),
    );
  },
);
