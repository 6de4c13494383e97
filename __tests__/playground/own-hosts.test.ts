import type { IncomingMessage } from "node:http";
import { OwnHosts } from "../../playground/own-hosts";

const request = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage;

describe("the host names of a run", () => {
  it.each([
    ["127.0.0.1", "localhost:3000", true],
    ["127.0.0.1", "LOCALHOST", true],
    ["127.0.0.1", "127.0.0.1:3000", true],
    ["127.0.0.1", "[::1]:3000", true],
    ["127.0.0.1", "visitor-2.localhost:3000", true],
    ["127.0.0.1", "visitor-5.localhost:3000", false],
    ["192.168.1.5", "192.168.1.5:3000", true],
    ["kite.lan", "kite.lan:3000", true],
    ["fd00::5", "[fd00::5]:3000", true],
    ["127.0.0.1", "192.168.1.5:3000", false],
    ["127.0.0.1", "evil.example:3000", false],
    ["127.0.0.1", "localhost.evil.example", false],
    ["127.0.0.1", "evil.example@localhost", false],
    ["127.0.0.1", "localhost.", false],
    ["127.0.0.1", "", false],
    ["", "", false],
  ])("with HOST %j include the Host header %j: %s", (host, header, isOwn) => {
    expect(new OwnHosts(host).has(header)).toBe(isOwn);
  });

  it.each([
    [{ host: "localhost:3000" }, true],
    [{ host: "evil.example:3000" }, false],
    [{}, false],
    [{ host: "localhost:3000", "x-forwarded-for": "203.0.113.9" }, false],
    [{ host: "localhost:3000", "x-forwarded-host": "a.tunnel.example" }, false],
    [{ host: "localhost:3000", forwarded: "for=203.0.113.9" }, false],
    [{ host: "localhost:3000", "cf-connecting-ip": "203.0.113.9" }, false],
  ])("identify a request with the headers %j as local: %s", (headers, isLocal) => {
    expect(new OwnHosts("127.0.0.1").isLocal(request(headers))).toBe(isLocal);
  });

  it.each([
    ["127.0.0.1", []],
    ["0.0.0.0", []],
    ["kite.lan", ["http://kite.lan:3000"]],
  ])("with HOST %s result in the local origins and %j for the page", (host, further) => {
    expect(new OwnHosts(host).origins("http://localhost:3000")).toEqual([
      "http://localhost:3000",
      "http://127.0.0.1:3000",
      "http://[::1]:3000",
      "http://visitor-2.localhost:3000",
      "http://visitor-3.localhost:3000",
      "http://visitor-4.localhost:3000",
      ...further,
    ]);
  });

  it("result in origins without the default port", () => {
    expect(new OwnHosts("127.0.0.1").origins("http://localhost:80")).toContain("http://localhost");
  });
});
