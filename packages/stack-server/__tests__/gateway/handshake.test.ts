import { request } from "node:http";
import { connect as connectTcp } from "node:net";
import { assumed, awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { eventually, type Handler, type SampleGateway, startGateway, webSocketApi } from "./sample-gateway";

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start(onConnect: Handler) {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $connect: "app", $disconnect: "app" })] },
    {
      app: (event) => (event.requestContext.eventType === "CONNECT" ? onConnect(event) : { statusCode: 200 }),
    },
  );
}

describe("an invalid handshake", () => {
  const sound = {
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  };

  awsBehaviorOfMany(
    {
      subject: "WebSocket: `$connect`",
      aws: "A handshake that is invalid by RFC 6455 is rejected before `$connect` runs.",
      source: documented("https://www.rfc-editor.org/rfc/rfc6455#section-4.2.2"),
    },
    () => {
      it.each([
        ["a POST", { method: "POST" }, {}, 405],
        ["an invalid key", {}, { "Sec-WebSocket-Key": "short" }, 400],
        ["an unknown version", {}, { "Sec-WebSocket-Version": "99" }, 400],
        ["another protocol", {}, { Upgrade: "h2c" }, 400],
        ["an invalid subprotocol", {}, { "Sec-WebSocket-Protocol": "a,,b" }, 400],
        ["a repeated subprotocol", {}, { "Sec-WebSocket-Protocol": "a, b,a" }, 400],
        ["a subprotocol repeated in two lines", {}, { "Sec-WebSocket-Protocol": ["a, b", "a"] }, 400],
        ["a path that cannot be decoded", { path: "/be%ta" }, {}, 400],
        ["an absolute URL", { path: "http://other/beta" }, {}, 400],
      ])("with %s is rejected before any function runs", async (_, options, headers, statusCode) => {
        await start(() => ({ statusCode: 200 }));

        const got = await new Promise((resolve, reject) => {
          const attempt = request({
            host: "127.0.0.1",
            port: sample.port,
            path: "/beta",
            ...options,
            headers: { ...sound, ...headers },
          });
          attempt.on("response", (response) => resolve(response.statusCode));
          attempt.on("upgrade", () => resolve(101));
          attempt.on("error", reject);
          attempt.end();
        });

        expect(got).toBe(statusCode);
        expect(sample.seen).toEqual([]);
      });
    },
  );

  awsBehavior(
    {
      subject: "WebSocket: end of a connection and `$disconnect`",
      aws: "If a client disconnects while `$connect` runs, and `$connect` succeeds, `$disconnect` follows.",
      source: assumed("the function assumes that the connection is open"),
    },
    async () => {
      let grant: (value: unknown) => void = () => undefined;
      await start(
        () =>
          new Promise((resolve) => {
            grant = resolve;
          }),
      );
      const socket = connectTcp(sample.port, "127.0.0.1");
      socket.write(
        `GET /beta HTTP/1.1\r\nHost: x\r\n${Object.entries(sound)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join("")}\r\n`,
      );
      await eventually(() => sample.seen.length === 1);

      socket.resetAndDestroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      grant({ statusCode: 200 });
      await eventually(() => sample.seen.length === 2);

      expect(sample.seen.map(({ event }) => event.requestContext.eventType)).toEqual([
        "CONNECT",
        "DISCONNECT",
      ]);
    },
  );
});
