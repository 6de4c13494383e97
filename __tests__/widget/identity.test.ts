import { readIdentityToken } from "@kite-chat/protocol";
import { second } from "../../widget/src/client/clock";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

const signature = "s".repeat(43);

describe("the token with which a shop signs a visitor in", () => {
  it.each([
    `alice.1900000000.${signature}`,
    `a.1.${signature}`,
    `${"a".repeat(64)}.1900000000.${signature}`,
    `a_-Z.1900000000.${"-_".repeat(21)}x`,
  ])("is used if the server accepts its form: %s", async (token) => {
    const server = new ScriptedServer(new FakeClock());
    const { client } = openPage(server);
    client.setOpen(true);
    await client.identify(token);
    await server.clock.advance(second);

    expect(readIdentityToken(token)).toBeDefined();
    expect(server.received.find(([type]) => type === "JOIN")?.[4]).toBe(token);
  });

  it.each([
    "",
    "alice",
    "alice.1900000000.signature",
    `alice.1900000000.${signature}s`,
    `alice.never.${signature}`,
    `alice.1234567890123.${signature}`,
    `alice.1900000000.${"+".repeat(43)}`,
    `.1900000000.${signature}`,
    `alice@shop.example.1900000000.${signature}`,
    `${"a".repeat(65)}.1900000000.${signature}`,
    `alice.1900000000.${signature}\n`,
  ])("is rejected in any other form, and the visitor stays the same: %j", async (token) => {
    const server = new ScriptedServer(new FakeClock());
    const { client } = openPage(server);
    client.setOpen(true);
    await expect(client.identify(token)).rejects.toThrow("identify: expected a token of the form id.expiry");
    await server.clock.advance(second);

    expect(readIdentityToken(token)).toBeUndefined();
    expect(server.received[0]).toHaveLength(4);
  });
});

describe("the visitor whom the shop signs in", () => {
  const tokenOf = (id: string) => `${id}.1900000000.${signature}`;
  const lastJoin = () => server.received.findLast(([type]) => type === "JOIN");

  let server: ScriptedServer;
  beforeEach(() => {
    server = new ScriptedServer(new FakeClock());
  });

  /** Returns a source of a token that the shop's server returns after some seconds. */
  const slowToken = (id: string, seconds: number) => () =>
    new Promise<string>((resolve) => {
      server.clock.setTimeout(() => resolve(tokenOf(id)), seconds * second);
    });

  it("stays logged out if the token of an earlier login arrives after the logout", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    void client.identify(slowToken("alice", 5));
    await server.clock.advance(second);
    client.reset();
    await server.clock.advance(10 * second);

    expect(lastJoin()).toHaveLength(4);
  });

  it("is the visitor who logged in last, even if the token of an earlier login arrives later", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    void client.identify(slowToken("alice", 5));
    await client.identify(tokenOf("bob"));
    await server.clock.advance(20 * second);

    expect(lastJoin()?.[4]).toBe(tokenOf("bob"));
  });

  it("changes when a function returns the token of another person at a later JOIN", async () => {
    const { client } = openPage(server);
    let token = tokenOf("alice");
    client.setOpen(true);
    await client.identify(() => token);
    await server.clock.advance(second);
    const memberId = lastJoin()?.[1];
    client.notes.draft = "Alice's words";
    token = tokenOf("bob");
    server.close(1006);
    await server.clock.advance(10 * second);

    expect(lastJoin()?.[4]).toBe(token);
    expect(lastJoin()?.[1]).not.toBe(memberId);
    expect(client.notes.draft).toBe("");
    expect(client.state.connection).toBe("joined");
  });

  it.each([
    { how: "as a text: the chat is unavailable until another one comes", isText: true, joins: 1 },
    { how: "by a function: it is asked again until it has another one", isText: false, joins: 5 },
  ])("is explained once to have an expired token, given $how", async ({ isText, joins }) => {
    const { client, explained } = openPage(server);
    const expired = ["ERR", "token: expired.", 401];
    server.script = (frame) => (frame[4] === tokenOf("alice") ? { frame: expired } : "answer");
    let given = tokenOf("alice");
    await client.identify(isText ? given : () => given);
    client.setOpen(true);
    await server.clock.advance(10 * second);
    expect(server.received.filter(([type]) => type === "JOIN")).toHaveLength(joins);
    expect(client.state.connection).toBe(isText ? "unavailable" : "lost");
    expect(explained).toEqual(["The server rejected JOIN with 401: token: expired."]);

    given = `alice.1900000001.${signature}`;
    if (isText) {
      await client.identify(given);
    }
    await server.clock.advance(30 * second);
    expect(client.state.connection).toBe("joined");
  });

  it("keeps the socket and the talk when the shop gives another token of the same person", async () => {
    const { client } = openPage(server);
    client.setOpen(true);
    await client.identify(tokenOf("alice"));
    await server.clock.advance(second);
    client.send("Hello");
    await client.identify(`alice.1900000001.${signature}`);
    await server.clock.advance(second);
    const { opened } = server;
    server.close(1006);
    await server.clock.advance(10 * second);

    expect(opened).toBe(2);
    expect(server.texts).toEqual(["Hello"]);
    expect(lastJoin()?.[4]).toBe(`alice.1900000001.${signature}`);
  });

  it("costs one more socket when a function returns the token of another person at JOIN", async () => {
    const { client } = openPage(server);
    const tokens = [tokenOf("alice"), tokenOf("bob")];
    client.setOpen(true);
    await client.identify(() => tokens.shift() ?? tokenOf("bob"));
    const { opened } = server;
    await server.clock.advance(10 * second);

    expect(server.opened).toBe(opened + 1);
    expect(lastJoin()?.[4]).toBe(tokenOf("bob"));
    expect(tokens).toEqual([]);
  });

  it.each([
    { how: "and the server accepts them", answer: "answer" as const, sockets: 1 },
    { how: "and the server rejects them", answer: { frame: ["ERR", "token: expired.", 401] }, sockets: 9 },
  ])(
    "opens few sockets where a function returns the token of another person each time, $how",
    async (expected) => {
      const { client, explained } = openPage(server);
      let ids = 0;
      server.script = ([type]) => (type === "JOIN" ? expected.answer : "answer");
      client.setOpen(true);
      await client.identify(() => tokenOf(`guest${ids++}`));
      const { opened } = server;
      await server.clock.advance(59 * second);

      expect(server.opened - opened).toBeLessThanOrEqual(expected.sockets);
      const reason = "token: Error: the function returned another id again.";
      expect(explained.includes(reason)).toBe(expected.sockets > 1);
    },
  );
});
