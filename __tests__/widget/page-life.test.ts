import { hour, second } from "../../widget/src/client/clock";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

let server: ScriptedServer;
beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
});

const typed = (type: string) => server.received.filter(([it]) => it === type);

describe("the widget's client, from opening to leaving a page,", () => {
  it("gives each text the server's time after the previous text was acknowledged", async () => {
    const { client } = openPage(server);
    server.clockOffset = -24 * hour;
    client.setOpen(true);
    for (const text of ["one", "two", "three"]) {
      client.send(text);
    }
    await server.clock.advance(second);
    const stamps = typed("TXT").map(([, , , stamp]) => Date.parse(String(stamp)));
    const stored = [...server.stored.values()].map(({ storedAt }) => Date.parse(storedAt));

    // The first timestamp is from the page's clock, because the server's time is not known yet.
    expect((stamps[0] ?? 0) - (stored[0] ?? 0)).toBeGreaterThan(23 * hour);
    for (const index of [1, 2]) {
      expect(stamps[index]).toBeGreaterThan(stored[index - 1] ?? 0);
      expect(Math.abs((stamps[index] ?? 0) - (stored[index] ?? 0))).toBeLessThan(second);
    }
  });

  it("would lose a draft until it is sent, if the browser stores nothing", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    expect(client.state.wouldLose).toBe(false);
    client.notes.draft = "Half a sen";
    expect(client.state.wouldLose).toBe(true);
    client.notes.draft = "";
    client.send("Half a sentence");
    expect(client.state.wouldLose).toBe(true);
    await server.clock.advance(second);
    expect(client.state.wouldLose).toBe(false);
  });

  it("expects no answer to a message from the future, which a wrong clock has dated", async () => {
    const { client, storage } = openPage(server);
    client.setOpen(true);
    client.send("From 2036");
    await server.clock.advance(second);
    client.close();
    const future = server.clock.now() + 10 * 365 * 24 * hour;
    storage.set("kite/tea-and-leaves/awaits", String(future));
    openPage(server, storage);
    await server.clock.advance(hour);

    expect(server.opened).toBe(1);
  });

  it("closes its socket when the page is left, and connects again when the page comes back", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    client.sleep();
    client.send("Typed at the last moment");
    await server.clock.advance(hour);
    expect(server.opened).toBe(1);

    client.wake();
    await server.clock.advance(second);
    expect(server.opened).toBe(2);
    expect(server.texts).toEqual(["Typed at the last moment"]);
    expect(typed("HIS")).toHaveLength(2);
  });
});
