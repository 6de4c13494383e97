import { handleDownload } from "../../../lambda-src/files/handle-download";
import { type IngressChecks, maySocketEnter } from "../../../lambda-src/ingress/ingress";
import { handleWebSocketEvent } from "../../../lambda-src/websocket/handle-event";

const HOST = "ws.example.org";
const OPEN: IngressChecks = { webSocketHost: undefined, proxySecret: undefined };
const NAMED: IngressChecks = { webSocketHost: HOST, proxySecret: undefined };
const PROXIED: IngressChecks = { webSocketHost: HOST, proxySecret: { get: async () => "the secret" } };

describe("who may open a socket", () => {
  it.each([
    ["anybody, without a domain", OPEN, { domainName: "abc.execute-api.eu-west-1.amazonaws.com" }, true],
    ["who calls the stage's name", NAMED, { domainName: HOST }, true],
    ["who spells it otherwise", NAMED, { domainName: "WS.Example.org" }, true],
    [
      "who calls the API's own address",
      NAMED,
      { domainName: "abc.execute-api.eu-west-1.amazonaws.com" },
      false,
    ],
    ["who calls another name", NAMED, { domainName: "ws.example.org.evil.example" }, false],
    ["who calls none", NAMED, { domainName: undefined }, false],
    ["who comes through the proxy", PROXIED, { domainName: HOST, proxySecret: "the secret" }, true],
    ["who goes round the proxy", PROXIED, { domainName: HOST }, false],
    ["who guesses", PROXIED, { domainName: HOST, proxySecret: "a secret" }, false],
    ["who sends nothing in the header", PROXIED, { domainName: HOST, proxySecret: "" }, false],
    [
      "who has the secret and calls another name",
      PROXIED,
      { domainName: "abc", proxySecret: "the secret" },
      false,
    ],
  ])("%s", async (_case, ingress, arrival, expected) => {
    const entered = await maySocketEnter(ingress, { proxySecret: undefined, ...arrival });

    expect(entered).toBe(expected);
  });

  it("includes who shows a secret that was just replaced by a newer one", async () => {
    const get = async ({ fresh } = { fresh: false }) => (fresh ? "new" : "old");
    const ingress: IngressChecks = { webSocketHost: undefined, proxySecret: { get } };

    const entered = await Promise.all(
      ["old", "new", "other"].map((proxySecret) =>
        maySocketEnter(ingress, { domainName: HOST, proxySecret }),
      ),
    );

    expect(entered).toEqual([true, true, false]);
  });
});

describe("the answer to who may not enter", () => {
  const opened: string[] = [];
  const ports = {
    connections: { open: async (id: string) => void opened.push(id) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    files: { downloadUrl: async () => "https://bucket.example/file" },
  } as unknown as Parameters<typeof handleWebSocketEvent>[0];
  const settings = { allowedOrigins: ["*"], ingress: PROXIED };

  it.each([
    [
      "to a socket on the API's own address",
      "abc.execute-api.eu-west-1.amazonaws.com",
      "the secret",
      403,
      [],
    ],
    ["to a socket round the proxy", HOST, "wrong", 403, []],
    ["to one that came as it should", HOST, "the secret", 200, ["c1"]],
  ])("%s is its status", async (_case, domainName, secret, expected, rows) => {
    opened.length = 0;

    const { statusCode } = await handleWebSocketEvent(ports, settings, {
      requestContext: { eventType: "CONNECT", connectionId: "c1", requestTimeEpoch: 0, domainName },
      headers: { "X-Kite-Proxy": secret },
      queryStringParameters: { c: "kite-demo" },
    });

    expect([statusCode, opened]).toEqual([expected, rows]);
  });

  it.each([
    ["who goes round the proxy", {}, 403],
    ["who comes through it", { "x-kite-proxy": "the secret" }, 302],
  ])("to %s is the download's status", async (_case, headers, expected) => {
    const { statusCode } = await handleDownload(ports, settings, {
      headers,
      rawPath: "/dev/files/abcdefghijklmnopqrstuvwxyz/file.png",
    });

    expect(statusCode).toBe(expected);
  });
});
