import { readIdentityToken } from "@kite-chat/protocol";
import { FakeClock, openPage, ScriptedServer } from "./scripted-server";

const second = 1000;
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
  ])("is refused in any other form, and the visitor stays who they are: %j", async (token) => {
    const server = new ScriptedServer(new FakeClock());
    const { client } = openPage(server);
    client.setOpen(true);
    await expect(client.identify(token)).rejects.toThrow("identify: expected a token of the form id.expiry");
    await server.clock.advance(second);

    expect(readIdentityToken(token)).toBeUndefined();
    expect(server.received[0]).toHaveLength(4);
  });
});
