import type { Socket } from "node:net";
import { FrameMeter } from "../../src/gateway/websocket/frame-meter";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { connect, disconnectEvent, type SampleGateway, startGateway, webSocketApi } from "./sample-gateway";

const quotas = documented(
  "apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html",
);
const messagesPage = documented(
  "apigateway/latest/developerguide/apigateway-websocket-api-routes-integrations.html",
);

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start() {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $disconnect: "app", $default: "app" })] },
    { app: () => ({ statusCode: 200, body: "ok" }) },
  );
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

awsBehavior(
  {
    subject: "WebSocket: limits of frames and messages",
    aws: "Messages to a client, including those sent by `@connections`, are split into frames of at most 32 KB.",
    source: quotas,
  },
  async () => {
    sample = await startGateway(
      { webSocketApis: [webSocketApi({ $default: "app" })] },
      { app: () => ({ statusCode: 200, body: "x".repeat(100_000) }) },
    );
    const client = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    const { _socket: bytes } = client.socket as unknown as { readonly _socket: Socket };
    const meters = { within: new FrameMeter(32 * 1024), below: new FrameMeter(32 * 1024 - 1) };
    const seen = { within: true, below: true };
    bytes.prependListener("data", (chunk: Buffer) => {
      seen.within &&= meters.within.push(chunk);
      seen.below &&= meters.below.push(chunk);
    });

    client.socket.send("x");

    expect(await client.next()).toHaveLength(100_000);
    expect(seen).toEqual({ within: true, below: false });
  },
);

describe("a message", () => {
  awsBehaviorOfMany(
    {
      subject: "WebSocket: limits of frames and messages",
      aws: "A frame has at most 32 KB, and a message of several frames at most 128 KB; a longer one closes the connection with 1009.",
      source: quotas,
    },
    () => {
      it.each([
        ["of 32 KB in one frame is served", 32 * 1024, [32 * 1024], undefined],
        ["of more than 32 KB in one frame is rejected with 1009", 32 * 1024 + 1, [32 * 1024 + 1], 1009],
        [
          "of 128 KB in frames of 32 KB is served",
          128 * 1024,
          [32, 32, 32, 32].map((kb) => kb * 1024),
          undefined,
        ],
        [
          "of more than 128 KB is rejected with 1009",
          128 * 1024 + 1,
          [32 * 1024, 32 * 1024, 32 * 1024, 32 * 1024, 1],
          1009,
        ],
        ["with a short frame and one that is too long is rejected with 1009", 50_001, [1, 50_000], 1009],
      ])("%s", async (_, size, frames, code) => {
        const client = await start();

        for (const [i, length] of frames.entries()) {
          client.socket.send("x".repeat(length), { fin: i === frames.length - 1 });
        }

        if (code === undefined) {
          expect(await client.next()).toBe("ok");
          expect(sample.seen[0]?.event.body).toHaveLength(size);
        } else {
          expect((await client.closed).code).toBe(code);
          expect(sample.seen.map(({ event }) => event.requestContext.eventType)).not.toContain("MESSAGE");
        }
      });
    },
  );

  it("over the limit does not affect other connections", async () => {
    const client = await start();
    const other = await connect(`ws://127.0.0.1:${sample.port}/beta`);

    client.socket.send("x".repeat(40_000));
    await client.closed;
    other.socket.send("x");

    expect(await other.next()).toBe("ok");
  });

  awsBehavior(
    {
      subject: "WebSocket: limits of frames and messages",
      aws: "A binary frame closes the connection with 1003.",
      source: messagesPage,
    },
    async () => {
      const client = await start();

      client.socket.send(Buffer.from([1, 2, 3]));

      expect((await client.closed).code).toBe(1003);
      expect((await disconnectEvent(sample)).requestContext.disconnectStatusCode).toBe(1003);
    },
  );

  awsBehaviorOfMany(
    {
      subject: "WebSocket: limits of frames and messages",
      aws: "Bytes that are not WebSocket frames close the connection with 1002, and text that is not UTF-8 closes it with 1007.",
      source: documented("https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1"),
    },
    () => {
      it.each([
        ["invalid UTF-8", Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
        ["an unmasked frame", Buffer.from([0x81, 0x01, 0x41]), 1002],
        ["an unknown opcode", Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
        ["a compressed frame without negotiation", Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
        [
          "an impossible length",
          Buffer.from([0x81, 0xff, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]),
          1009,
        ],
      ])("that contains %s ends only its own connection", async (_, bytes, code) => {
        const client = await start();
        const raw = (client.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;

        raw.write(bytes);

        expect((await client.closed).code).toBe(code);
        const other = await connect(`ws://127.0.0.1:${sample.port}/beta`);
        other.socket.send("x");
        expect(await other.next()).toBe("ok");
      });
    },
  );
});
