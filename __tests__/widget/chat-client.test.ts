import * as fc from "fast-check";
import { hour, minute, second } from "../../widget/src/client/clock";
import { FakeClock, openPage, type Script, ScriptedServer } from "./scripted-server";

let server: ScriptedServer;
beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
});

const typesOf = (frames: readonly unknown[][]) => frames.map(([type]) => type);
const typed = (type: string) => server.received.filter(([it]) => it === type);

describe("the widget's client", () => {
  it("stores and connects nothing before the panel is opened", async () => {
    const { storage } = openPage(server);
    await server.clock.advance(minute);

    expect(server.opened).toBe(0);
    expect([...storage.keys()]).toEqual([]);
  });

  it("joins, loads the history, then sends one text at a time", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    client.send("one");
    client.send("two");
    await server.clock.advance(second);

    expect(typesOf(server.received)).toEqual(["JOIN", "HIS", "TXT", "TXT"]);
    expect(server.texts).toEqual(["one", "two"]);
    expect(client.state.messages.map(({ status }) => status)).toEqual(["sent", "sent"]);
  });

  it("sends the context of a page once, even if the page animates its title", async () => {
    let titles = 0;
    const contextFrame = () => ["CTX", "https://shop.example/", `Sale ${titles++}`, "en", null, []];
    const { client } = openPage(server, undefined, { contextFrame });
    client.setOpen(true);
    client.send("one");
    await server.clock.advance(minute);

    expect(typesOf(server.received).filter((type) => type !== "PING")).toEqual(["JOIN", "HIS", "CTX", "TXT"]);
  });

  it("sends a text again if its acknowledgement is lost, and shows the text once", async () => {
    const { client } = openPage(server);
    server.script = (frame) =>
      frame[0] === "TXT" && typed("TXT").length === 1 ? "lose the answer" : "answer";
    client.setOpen(true);
    client.send("once");
    await server.clock.advance(2 * minute);

    expect(server.texts).toEqual(["once"]);
    expect(client.state.messages.map(({ text, status }) => [text, status])).toEqual([["once", "sent"]]);
    expect(server.opened).toBe(2);
  });

  it("waits after a 429 for as long as the server requests, and reports no failure", async () => {
    const { client } = openPage(server);
    server.script = (frame) =>
      frame[0] === "TXT" && typed("TXT").length === 1
        ? { frame: ["ERR", "Too many frames: try again in 40 s.", 429] }
        : "answer";
    client.setOpen(true);
    client.send("patient");
    await server.clock.advance(39 * second);
    expect(client.state.messages[0]?.status).toBe("sending");
    expect(typed("TXT")).toHaveLength(1);

    await server.clock.advance(3 * second);
    expect(client.state.messages[0]?.status).toBe("sent");
  });

  it("marks a rejected text as failed, sends the next text, and retries at the visitor's request", async () => {
    const { client } = openPage(server);
    server.script = (frame) => (frame[2] === "bad" ? { frame: ["ERR", "text: no", 413] } : "answer");
    client.setOpen(true);
    client.send("bad");
    client.send("good");
    await server.clock.advance(second);
    expect(server.texts).toEqual(["good"]);
    const failed = client.state.messages.find(({ status }) => status === "failed");
    expect(failed?.text).toBe("bad");

    server.script = () => "answer";
    client.retry(failed?.messageId ?? "");
    await server.clock.advance(second);
    expect(server.texts).toEqual(["good", "bad"]);
  });

  it("keeps drafts and unsent texts over a reload, and sends the texts after it", async () => {
    const { client, storage } = openPage(server);
    server.isReachable = false;
    client.setOpen(true);
    client.send("unsent");
    client.notes.draft = "half a sen";
    await server.clock.advance(minute);
    client.close();

    server.isReachable = true;
    const again = openPage(server, storage);
    expect(again.client.notes.draft).toBe("half a sen");
    again.client.setOpen(true);
    await server.clock.advance(minute);
    expect(server.texts).toEqual(["unsent"]);
  });

  it("delivers 100 texts from an offline hour once and in order, although the page's clock is wrong by a day", async () => {
    const { client } = openPage(server);
    server.clockOffset = -24 * hour;
    server.isReachable = false;
    client.setOpen(true);
    const texts = Array.from({ length: 100 }, (_, index) => `text ${String(index).padStart(3, "0")}`);
    for (const text of texts) {
      client.send(text);
      await server.clock.advance(36 * second);
    }
    server.isReachable = true;
    await server.clock.advance(2 * minute);

    expect(server.texts).toEqual(texts);
    expect(client.state.messages.map(({ text }) => text)).toEqual(texts);
    expect(client.state.messages.every(({ status }) => status === "sent")).toBe(true);
  });

  it("closes the socket of a hidden page after 5 min, or after 2 h if an answer is awaited", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    client.setVisible(false);
    await server.clock.advance(6 * minute);
    expect(client.state.connection).toBe("idle");

    client.setVisible(true);
    client.send("Anybody there?");
    await server.clock.advance(second);
    client.setVisible(false);
    await server.clock.advance(hour + 55 * minute);
    expect(client.state.connection).toBe("joined");
    await server.clock.advance(11 * minute);
    expect(client.state.connection).toBe("idle");
  });

  it.each([
    { isProxied: false, seconds: 540 },
    { isProxied: true, seconds: 55 },
  ])(
    "sends a PING every $seconds s while hidden, if proxied is $isProxied",
    async ({ isProxied, seconds }) => {
      const { client } = openPage(server, undefined, { isProxied });
      client.setOpen(true);
      client.send("Anybody there?");
      await server.clock.advance(second);
      client.setVisible(false);
      // The PING timer from the time when the page was visible expires first.
      await server.clock.advance(minute);
      const before = typed("PING").length;
      await server.clock.advance(10 * seconds * second);

      expect(typed("PING").length - before).toBe(10);
    },
  );

  it("counts unread messages, and none once the panel is open", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    client.send("Hello");
    await server.clock.advance(second);
    client.setOpen(false);
    server.say("h1", "Hi!");
    await server.clock.advance(second);
    expect(client.state.unread).toBe(1);

    client.setOpen(true);
    expect(client.state.unread).toBe(0);
  });

  it("deletes the whole conversation at a reset", async () => {
    const { client, storage } = openPage(server);
    client.setOpen(true);
    client.send("secret");
    await server.clock.advance(second);
    client.setOpen(false);
    client.reset();

    expect(client.state.messages).toEqual([]);
    expect([...storage.keys()]).toEqual([]);
  });

  it("loses, repeats and reorders no text, for any behavior of the server", async () => {
    const script = fc.constantFrom<Script>(
      "answer",
      "lose the answer",
      { frame: ["ERR", "Too many frames: try again in 2 s.", 429] },
      { frame: ["ERR", "Something went wrong on our side: try again.", 500] },
      { frame: { message: "Internal server error", connectionId: "c", requestId: "r" } },
      { frame: ["ERR", "Send JOIN first.", 401] },
      { close: 1006 },
      { close: 1001 },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(script, { maxLength: 25 }), async (scripts) => {
        server = new ScriptedServer(new FakeClock());
        const left = [...scripts];
        server.script = () => left.shift() ?? "answer";
        const { client } = openPage(server);
        client.setOpen(true);
        for (const text of ["a", "b", "c"]) {
          client.send(text);
          await server.clock.advance(second);
        }
        await server.clock.advance(hour);

        expect(server.texts).toEqual(["a", "b", "c"]);
        expect(client.state.messages.map(({ text, status }) => text + status)).toEqual([
          "asent",
          "bsent",
          "csent",
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
