import { connect } from "node:net";
import fc from "fast-check";
import { systemClock } from "../../src/clock";
import { createGateway } from "../../src/gateway/gateway";
import { listenPublicly, type PublicListener } from "../../src/gateway/public-listener";
import { listenLocally } from "../../src/http";
import { silentLog } from "../../src/log";
import { httpApi, webSocketApi } from "./sample-gateway";

let listener: PublicListener;

afterEach(() => listener?.close());

const status = async (host: string) => (await fetch(`http://${host}:${listener.port}/`)).status;

describe("the public port", () => {
  it.each([undefined, "127.0.0.1", "localhost"])(
    "responds on both loopback addresses for the host %s",
    async (host) => {
      listener = await listenPublicly({ port: 0, host });
      listener.serve({
        handleRequest: (_, response) => response.end(),
        handleUpgrade: (_, socket) => socket.destroy(),
      });

      expect(listener.url).toBe(`http://localhost:${listener.port}`);
      expect(await status("127.0.0.1")).toBe(200);
      const other = await status("[::1]").catch(({ cause }) => cause.code);
      expect([200, "EADDRNOTAVAIL", "ECONNREFUSED"]).toContain(other);
    },
  );

  it("responds with 503 until there are handlers", async () => {
    listener = await listenPublicly({ port: 0 });

    expect(await status("127.0.0.1")).toBe(503);
  });

  it("is named in the error if another program uses it", async () => {
    const { port, close } = await listenLocally(() => undefined);

    await expect(listenPublicly({ port })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program.`,
    );

    await close();
  });

  it("stays available after any input", async () => {
    listener = await listenPublicly({ port: 0 });
    const functions = {
      invoke: async () => ({ ok: true, payload: { statusCode: 200, body: "ok" } }) as const,
    };
    const stack = {
      accountId: "0",
      webSocketApis: [webSocketApi({ $connect: "a", $default: "a" })],
      httpApis: [httpApi({ $default: "a" })],
    };
    const gateway = createGateway({ stack, functions, clock: systemClock, log: silentLog });
    listener.serve({
      handleRequest: (request, response) => void (gateway.handleRequest(request, response) || response.end()),
      handleUpgrade: gateway.handleUpgrade,
    });
    const upgrade =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
    const head = (path: string) =>
      fc.constantFrom(
        "",
        `GET ${path} HTTP/1.1\r\nHost: x\r\n${upgrade}`,
        `POST ${path} HTTP/1.1\r\nHost: x\r\n`,
      );

    await fc.assert(
      fc.asyncProperty(
        fc.oneof(head("/beta"), head("/beta/%"), head("//"), head("/beta/@connections/%00")),
        fc.uint8Array({ maxLength: 300 }),
        async (start, bytes) => {
          await send(Buffer.concat([Buffer.from(start), bytes]));
        },
      ),
      { numRuns: 150 },
    );

    expect((await fetch(`http://127.0.0.1:${listener.port}/beta/x`)).status).toBe(200);
    await gateway.close();
  });
});

/** Sends bytes and disconnects as soon as a response arrives. */
function send(bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(listener.port, "127.0.0.1", () => socket.end(bytes));
    socket.on("data", () => socket.destroy());
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.setTimeout(100, () => socket.destroy());
  });
}
