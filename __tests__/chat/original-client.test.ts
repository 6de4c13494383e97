import { randomUUID } from "node:crypto";
import { type Frame, Visitor } from "../../checks/harness/client/visitor";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Host, KiteRun, nextTimestamp } from "../../checks/harness/kite-run";
import { png } from "../../packages/bot-api-server/__tests__/pictures";

let run: KiteRun;
let host: Host;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
}, 60_000);
afterAll(() => run?.close());

/** The types of the server's frames that the original protocol has. */
const knownTypes = ["OK", "ACK", "TXT", "BIN", "UPL", "ERR", "PONG"];

const idOf = (frame: Frame) => (frame as readonly unknown[])[1];
const typeOf = (frame: Frame) => (frame as readonly unknown[])[0];

describe("the original web client, which knows neither HIS, CTX, identities nor edits,", () => {
  const memberId = randomUUID();
  const received: Frame[] = [];

  async function next(socket: Visitor): Promise<Frame> {
    const frame = await socket.next();
    received.push(frame);
    return frame;
  }

  /** Opens a socket, and sends JOIN with the first text right behind it. @returns both answers */
  async function joinWith(messageId: string, text: string) {
    const socket = await Visitor.connect(run.webSocketUrl(host.channelName), {
      protocols: ["k1te.chat.v1"],
    });
    expect(socket.protocol).toBe("k1te.chat.v1");
    socket.send(["JOIN", memberId, "Ada", host.channelName]);
    socket.send(["TXT", messageId, text, nextTimestamp()]);
    const answers = [await next(socket), await next(socket)];
    return { socket, answers };
  }

  afterAll(() => {
    expect(received.map(typeOf).filter((type) => !knownTypes.includes(String(type)))).toEqual([]);
  });

  it("joins and immediately sends its first text. More texts, a picture and a ping follow on the same socket", async () => {
    const { socket, answers } = await joinWith("m1", "Is it open?");
    expect(answers).toContainEqual(["OK"]);
    expect(answers).toContainEqual(["ACK", "m1", expect.any(String), expect.stringMatching(/Z$/)]);
    const post = await host.hears("Is it open?");
    expect(post.text).toMatch(/^#\w+ Ada\nIs it open\?$/);
    const said = host.say("Until six", post);
    expect(await next(socket)).toEqual(["TXT", expect.any(String), "Until six", expect.stringMatching(/Z$/)]);

    const bytes = png();
    const file = ["cup.png", "image/png", bytes.length] as const;
    socket.send(["UPL", "m2", ...file, nextTimestamp()]);
    const [type, messageId, url, uploadUrl] = (await next(socket)) as readonly string[];
    expect([type, messageId]).toEqual(["UPL", "m2"]);
    const put = { method: "PUT", body: bytes, headers: { "content-type": "image/png" } };
    expect((await fetch(uploadUrl ?? "", put)).status).toBe(200);
    socket.send(["BIN", "m2", url, ...file, nextTimestamp()]);
    expect(await next(socket)).toMatchObject({ 0: "ACK", 1: "m2" });
    await eventually("the host gets the picture", () => host.heard.find((it) => it.photo !== undefined));
    socket.send(["PING"]);
    expect(await next(socket)).toEqual(["PONG"]);

    run.telegram.edit(host.chatId, said.message_id, "Until seven");
    expect(await next(socket)).toEqual([
      "TXT",
      expect.any(String),
      expect.stringMatching(/^✎ .*Until seven/s),
      expect.stringMatching(/Z$/),
    ]);
    await socket.close();
  });

  it("returns with the same memberId, sends a text twice, and receives each missed message once, after OK", async () => {
    await eventually("the visitor is offline", () => run.server.openConnections().length === 0);
    host.say("Did you get my last message?");
    await host.hears("is away");

    const seen = new Set(received.filter((it) => typeOf(it) === "TXT").map(idOf));
    const { socket, answers } = await joinWith("m3", "I am back");
    while (!answers.some((frame) => (frame as readonly unknown[])[2] === "Did you get my last message?")) {
      answers.push(await next(socket));
    }
    const types = answers.map(typeOf);
    expect(types.indexOf("OK")).toBeLessThan(types.indexOf("TXT"));
    // The server repeats messages that the old socket may have lost, with messageIds that this client knows.
    const added = answers.filter((frame) => typeOf(frame) === "TXT" && !seen.has(idOf(frame)));
    expect(added).toHaveLength(1);

    socket.send(["TXT", "m3", "I am back", nextTimestamp()]);
    const ack = answers.find((frame) => typeOf(frame) === "ACK") ?? (await next(socket));
    expect(ack).toMatchObject({ 0: "ACK", 1: "m3" });
    expect(await next(socket)).toEqual(ack);
    await host.hears("I am back");
    await aWhile();
    expect(host.told.filter((text) => text === "I am back")).toHaveLength(1);
    expect(socket.unread).toEqual([]);
    await socket.close();
  });
});
