import { second } from "../../widget/src/client/clock";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

const tooMany = ["ERR", "Too many frames: try again in 1 s.", 429];

describe("the widget's client with a server that limits frames", () => {
  it("gets one rejection for 100 texts, and then sends one text a second", async () => {
    const server = new ScriptedServer(new FakeClock());
    let tokens = 20;
    let refused = 0;
    server.script = ([type]) => {
      if (type !== "TXT" || tokens > 0) {
        tokens -= type === "TXT" ? 1 : 0;
        return "answer";
      }
      refused += 1;
      return { frame: tooMany };
    };
    const { client } = openPage(server);
    client.setOpen(true);
    const texts = Array.from({ length: 100 }, (_, index) => `text ${index}`);
    for (const text of texts) {
      client.send(text);
    }

    for (let elapsed = 0; elapsed < 90; elapsed += 1) {
      await server.clock.advance(second);
      tokens = Math.min(20, tokens + 1);
    }
    expect(refused).toBe(1);
    expect(server.texts).toEqual(texts);
  });

  it("returns to full speed after all messages are sent", async () => {
    const server = new ScriptedServer(new FakeClock());
    server.script = (frame) =>
      frame[2] === "first" && server.received.filter(([type]) => type === "TXT").length === 1
        ? { frame: tooMany }
        : "answer";
    const { client } = openPage(server);
    client.setOpen(true);
    client.send("first");
    await server.clock.advance(10 * second);

    client.send("second");
    client.send("third");
    await server.clock.advance(second / 2);
    expect(server.texts).toEqual(["first", "second", "third"]);
  });
});
