import { hour, minute, second } from "../../widget/src/client/clock";
import { JoinedSocket } from "../../widget/src/client/joined-socket";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

let server: ScriptedServer;
beforeEach(() => {
  server = new ScriptedServer(new FakeClock());
});

describe("the connection of the widget's client", () => {
  it("does not reconnect after the server closed the socket with 1000, until the visitor acts", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    server.close(1000);
    await server.clock.advance(hour);
    expect(server.opened).toBe(1);
    expect(client.state.connection).toBe("paused");

    client.send("I am here");
    await server.clock.advance(second);
    expect(server.texts).toEqual(["I am here"]);
  });

  it("reconnects after a broken connection with waits that double, up to a limit", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    const brokenAt = server.clock.now();
    server.isReachable = false;
    server.close(1006);
    await server.clock.advance(2 * minute);

    // The waits are half a second, doubled up to 30 s, minus a random part, which is a quarter here. A socket takes 20
    // ms to fail.
    const [, ...again] = server.openedAt;
    const waits = again.map((at, index) => at - (index === 0 ? brokenAt : (again[index - 1] ?? 0) + 20));
    expect(waits.slice(0, 9)).toEqual([375, 750, 1500, 3000, 6000, 12_000, 22_500, 22_500, 22_500]);

    server.isReachable = true;
    await server.clock.advance(minute);
    expect(client.state.connection).toBe("joined");
  });

  it("detects a dead socket within 5 s when the page becomes visible", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    server.script = (frame) => (frame[0] === "PING" && server.opened === 1 ? "lose the answer" : "answer");
    client.setVisible(true);
    await server.clock.advance(7 * second);

    expect(server.opened).toBe(2);
    expect(server.received.filter(([type]) => type === "HIS")).toHaveLength(2);
  });

  it("joins with a new socket before the old one is two hours old", async () => {
    const { client, states } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    states.length = 0;
    let openAtJoin = 0;
    server.script = ([type]) => {
      openAtJoin = type === "JOIN" ? server.openSockets : openAtJoin;
      return "answer";
    };
    await server.clock.advance(111 * minute);

    expect(server.opened).toBe(2);
    expect([openAtJoin, server.openSockets]).toEqual([2, 1]);
    // The new socket loads the history, so states were reported.
    expect([...new Set(states.map(({ connection }) => connection))]).toEqual(["joined"]);
  });

  it.each([
    { code: 1006, opened: 3, connection: "joined" },
    { code: 1000, opened: 2, connection: "paused" },
  ])("treats a close of the new socket with $code like that of the first", async (expected) => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(111 * minute);
    server.close(expected.code);
    await server.clock.advance(10 * second);

    expect(server.opened).toBe(expected.opened);
    expect(client.state.connection).toBe(expected.connection);
    await server.clock.advance(5 * minute);
    expect(server.opened).toBe(expected.opened);
  });

  it("goes on with the new socket when the server closes the old one with 1000 before the new one has joined", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    server.script = ([type]) => {
      if (type === "JOIN") {
        server.closeOldest(1000);
      }
      return "answer";
    };
    await server.clock.advance(111 * minute);
    expect(client.state.connection).toBe("joined");
    expect([server.opened, server.openSockets]).toEqual([2, 1]);

    client.send("Still here");
    await server.clock.advance(second);
    expect(server.texts).toEqual(["Still here"]);
  });

  it("is paused if the server closes the old socket with 1000 after the new one has failed", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await server.clock.advance(second);
    server.refusesSockets = true;
    await server.clock.advance(110 * minute);
    server.closeOldest(1000);
    await server.clock.advance(10 * minute);

    expect(client.state.connection).toBe("paused");
    expect(server.opened).toBe(2);
  });

  it("is offline where nothing reaches the server, and explains nothing", async () => {
    const { client, explained } = openPage(server);
    server.isReachable = false;
    client.setOpen(true);
    await server.clock.advance(10 * second);

    expect(client.state.connection).toBe("offline");
    expect(explained).toEqual([]);
  });

  it("is unavailable if the server rejects only sockets, explains this once, and retries every 5 min", async () => {
    const { client, explained } = openPage(server);
    server.refusesSockets = true;
    client.setOpen(true);
    await server.clock.advance(10 * second);
    expect(client.state.connection).toBe("unavailable");
    expect(explained).toEqual([expect.stringContaining("allowedOrigins")]);
    expect(server.opened).toBe(2);

    await server.clock.advance(5 * minute);
    expect(server.opened).toBe(3);
    expect(client.state.connection).toBe("unavailable");
    expect(explained).toHaveLength(1);
    server.refusesSockets = false;
    await server.clock.advance(5 * minute);
    expect(client.state.connection).toBe("joined");
  });

  it.each([400, 403, 404, 409])("is unavailable if the server rejects JOIN with %d", async (code) => {
    const { client, explained } = openPage(server);
    server.script = ([type]) => (type === "JOIN" ? { frame: ["ERR", "No such channel.", code] } : "answer");
    client.setOpen(true);
    await server.clock.advance(hour);

    expect(client.state.connection).toBe("unavailable");
    expect(explained).toEqual([`The server rejected JOIN with ${code}: No such channel.`]);
    expect(server.opened).toBe(1);
  });

  it("sends frames as they are, although old libraries give arrays a toJSON", () => {
    const sent: string[] = [];
    const socket = new JoinedSocket({
      clock: server.clock,
      openWire: () => ({ send: (text) => sent.push(text), close: () => undefined }),
      joinFrame: async () => [],
      explain: () => undefined,
      onJoined: () => undefined,
      onFrame: () => undefined,
      onRejected: () => undefined,
      onLost: () => undefined,
    });
    Object.assign(Array.prototype, { toJSON: () => "an array" });
    try {
      socket.send(["CTX", null, "Teas", ["a feature"], []]);
    } finally {
      Reflect.deleteProperty(Array.prototype, "toJSON");
    }

    expect(sent).toEqual(['["CTX",null,"Teas",["a feature"],[]]']);
  });
});
