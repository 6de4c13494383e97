import { type AddressInfo, createServer, type Socket } from "node:net";
import { type HttpRequest, RequestFailed, sendRequest } from "../../../lambda-src/telegram/http-request";

/** Starts a TCP server that passes each connection to the test. */
async function listen(onConnection: (socket: Socket, index: number) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    sockets.push(socket);
    onConnection(socket, sockets.length - 1);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, sockets, close };
}

let server: Awaited<ReturnType<typeof listen>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const request: HttpRequest = { method: "POST", body: "{}", milliseconds: 2_000, maxBytes: 1_000 };
const ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK";

async function failureOf(url: string, changes: Partial<HttpRequest> = {}): Promise<RequestFailed> {
  const failure = await sendRequest(url, { ...request, ...changes }).catch((error: unknown) => error);
  if (!(failure instanceof RequestFailed)) {
    throw new Error(`no failure: ${JSON.stringify(failure)}`);
  }
  return failure;
}

/** Calls `answer` when the first bytes have arrived. */
const whenHeard = (answer: (socket: Socket) => void) => (socket: Socket) =>
  socket.once("data", () => answer(socket));

describe("a request that was never sent", () => {
  it.each<[string, string]>([
    ["to a name that does not exist", "http://kite.invalid/x"],
    ["to an invalid URL", "no URL"],
  ])("is reported as not sent if it goes %s", async (_case, url) => {
    expect((await failureOf(url)).wasSent).toBe(false);
  });

  it("is reported as not sent if it goes to a port without a server", async () => {
    const gone = await listen(() => undefined);
    await gone.close();

    const failure = await failureOf(`http://${gone.address}/x`);

    expect([failure.wasSent, failure.message]).toEqual([false, "ECONNREFUSED"]);
  });

  it("is reported as not sent if the server does not support TLS", async () => {
    server = await listen(whenHeard((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));

    expect((await failureOf(`https://${server.address}/x`)).wasSent).toBe(false);
  });

  it("is reported as not sent if the server hangs in the handshake", async () => {
    server = await listen(() => undefined);

    const failure = await failureOf(`https://${server.address}/x`, { milliseconds: 200 });

    expect([failure.wasSent, failure.message]).toEqual([false, "no complete answer within 200 ms"]);
  });
});

describe("a request that may have arrived", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["the connection is closed", (socket) => socket.end()],
    ["the connection is reset", (socket) => socket.resetAndDestroy()],
    ["the response headers are cut", (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-le")],
    ["the response is cut", (socket) => socket.end(ok.slice(0, -1))],
    ["the response is not HTTP", (socket) => socket.end("220 smtp.example.org ESMTP\r\n")],
    ["the response is too large", (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${"x".repeat(1_001)}`)],
  ])("is reported as sent if %s", async (_case, answer) => {
    server = await listen(whenHeard(answer));

    const failure = await failureOf(`http://${server.address}/x`);

    expect(failure.wasSent).toBe(true);
    expect(failure.message).not.toBe("");
  });

  it.each<[string, (socket: Socket) => void]>([
    ["there is no response", () => undefined],
    ["the response never ends", (socket) => socket.write(ok.slice(0, -1))],
    ["the response headers never end", (socket) => socket.write("HTTP/1.1 200 OK\r\nx: y\r\n")],
  ])("is ended at its deadline, with its connection, if %s", async (_case, answer) => {
    server = await listen(whenHeard(answer));
    const start = performance.now();

    const failure = await failureOf(`http://${server.address}/x`, { milliseconds: 200 });

    expect([failure.wasSent, failure.message]).toEqual([true, "no complete answer within 200 ms"]);
    expect(performance.now() - start).toBeLessThan(1_500);
    const [socket] = server.sockets;
    await new Promise<void>((resolve) =>
      socket?.closed ? resolve() : socket?.once("close", () => resolve()),
    );
  });

  it("is reported as sent if the connection breaks during its body", async () => {
    server = await listen(whenHeard((socket) => socket.resetAndDestroy()));
    async function* body() {
      for (let chunk = 0; chunk < 200; chunk++) {
        yield new Uint8Array(100_000);
      }
    }

    expect((await failureOf(`http://${server.address}/x`, { body: body() })).wasSent).toBe(true);
  });

  it("is reported as sent if a reused connection is closed at the same moment", async () => {
    server = await listen((socket) => {
      socket.once("data", () => {
        socket.write(ok);
        socket.once("data", () => socket.resetAndDestroy());
      });
    });
    const url = `http://${server.address}/x`;
    await sendRequest(url, request);

    const failure = await failureOf(url);

    expect(failure.wasSent).toBe(true);
    expect(server.sockets).toHaveLength(1);
  });
});

describe("a request that gets a response", () => {
  it("returns the status and the bytes, and keeps the connection for the next request", async () => {
    server = await listen((socket) => socket.on("data", () => socket.write(ok)));
    const url = `http://${server.address}/x`;

    const answers = [await sendRequest(url, request), await sendRequest(url, request)];

    expect(answers.map(({ status, body }) => [status, body.toString()])).toEqual([
      [200, "OK"],
      [200, "OK"],
    ]);
    expect(server.sockets).toHaveLength(1);
  });

  it("returns a response that arrives before the end of the body, and stops sending the body", async () => {
    server = await listen(whenHeard((socket) => socket.write(ok.replace("200 OK", "413 Too Large"))));
    let chunks = 0;
    async function* body() {
      for (; chunks < 100_000; chunks++) {
        yield new Uint8Array(100_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }

    const { status } = await sendRequest(`http://${server.address}/x`, { ...request, body: body() });

    expect(status).toBe(413);
    expect(chunks).toBeLessThan(100_000);
  });
});
