import { connect, eventually, type SampleGateway, startGateway, webSocketApi } from "./sample-gateway";

const MINUTE = 60_000;

let sample: SampleGateway;

afterEach(() => sample.stop());

async function start() {
  sample = await startGateway(
    { webSocketApis: [webSocketApi({ $disconnect: "app", $default: "app" })] },
    { app: () => ({ statusCode: 200, body: "ok" }) },
  );
  return connect(`ws://127.0.0.1:${sample.port}/beta`);
}

/** The `requestContext` of the `$disconnect` that comes. */
async function disconnected() {
  const find = () => sample.seen.find(({ event }) => event.requestContext.eventType === "DISCONNECT");
  await eventually(() => find() !== undefined);
  return find()?.event;
}

describe("a connection", () => {
  it("is closed with 1001 after ten idle minutes, and not before", async () => {
    const client = await start();

    await sample.clock.advance(10 * MINUTE - 1);
    const before = client.socket.readyState;
    await sample.clock.advance(1);

    expect(before).toBe(client.socket.OPEN);
    expect(await client.closed).toEqual({ code: 1001, reason: "Going away" });
    expect((await disconnected()).requestContext).toMatchObject({
      disconnectStatusCode: 1001,
      disconnectReason: "Going away",
    });
  });

  it("lives on with each message, but for two hours at most", async () => {
    const client = await start();
    for (let minute = 9; minute < 120; minute += 9) {
      await sample.clock.advance(9 * MINUTE);
      client.socket.send("x");
      await client.next();
    }

    await sample.clock.advance(3 * MINUTE - 1);
    const before = client.socket.readyState;
    await sample.clock.advance(1);

    expect(before).toBe(client.socket.OPEN);
    expect((await client.closed).code).toBe(1001);
  });

  it.each([
    ["a code and reason", 4001, "bye", 4001, "bye"],
    ["a code", 1000, undefined, 1000, ""],
    ["no code", undefined, undefined, 1005, "Client-side close frame status not set"],
  ])(
    "that the client closes with %s is told so to $disconnect",
    async (_, code, reason, disconnectStatusCode, disconnectReason) => {
      const client = await start();

      client.socket.close(code, reason);

      expect(await disconnected()).toEqual({
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

  it("that breaks off is a $disconnect with 1006", async () => {
    const client = await start();

    client.socket.terminate();

    expect((await disconnected()).requestContext.disconnectStatusCode).toBe(1006);
  });

  it("is closed, and its function told, when the gateway stops", async () => {
    const client = await start();

    await sample.gateway.close();

    expect((await client.closed).code).toBe(1001);
    expect(sample.seen.map(({ event }) => event.requestContext.eventType)).toEqual(["DISCONNECT"]);
  });
});

describe("a message over the limits", () => {
  it.each([
    ["of 32 KB in one frame is served", 32 * 1024, [32 * 1024], undefined],
    ["of more than 32 KB in one frame closes with 1009", 32 * 1024 + 1, [32 * 1024 + 1], 1009],
    [
      "of 128 KB in frames of 32 KB is served",
      128 * 1024,
      [32, 32, 32, 32].map((kb) => kb * 1024),
      undefined,
    ],
    [
      "of more than 128 KB closes with 1009",
      128 * 1024 + 1,
      [32 * 1024, 32 * 1024, 32 * 1024, 32 * 1024, 1],
      1009,
    ],
    ["with one frame too long among short ones closes with 1009", 50_001, [1, 50_000], 1009],
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

  it("leaves other connections alone", async () => {
    const client = await start();
    const other = await connect(`ws://127.0.0.1:${sample.port}/beta`);

    client.socket.send("x".repeat(40_000));
    await client.closed;
    other.socket.send("x");

    expect(await other.next()).toBe("ok");
  });

  it("that is binary closes with 1003", async () => {
    const client = await start();

    client.socket.send(Buffer.from([1, 2, 3]));

    expect((await client.closed).code).toBe(1003);
    expect((await disconnected()).requestContext.disconnectStatusCode).toBe(1003);
  });

  it.each([
    ["no UTF-8", Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]), 1007],
    ["an unmasked frame", Buffer.from([0x81, 0x01, 0x41]), 1002],
    ["an unknown opcode", Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ["a compressed frame that was not agreed upon", Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
    [
      "an impossible length",
      Buffer.from([0x81, 0xff, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0]),
      1009,
    ],
  ])("that holds %s ends this connection only", async (_, bytes, code) => {
    const client = await start();
    const raw = (client.socket as unknown as { _socket: { write(bytes: Buffer): void } })._socket;

    raw.write(bytes);

    expect((await client.closed).code).toBe(code);
    const other = await connect(`ws://127.0.0.1:${sample.port}/beta`);
    other.socket.send("x");
    expect(await other.next()).toBe("ok");
  });
});
