import { handleDownload } from "../../../lambda-src/files/handle-download";
import { type IngressChecks, maySocketEnter } from "../../../lambda-src/ingress/ingress";
import { handleWebSocketEvent } from "../../../lambda-src/websocket/handle-event";

const host = "ws.example.org";
const open: IngressChecks = { webSocketHost: undefined, proxySecret: undefined };
const named: IngressChecks = { webSocketHost: host, proxySecret: undefined };
const proxied: IngressChecks = { webSocketHost: host, proxySecret: { get: async () => "the secret" } };

describe("a request to open a socket", () => {
  it.each([
    ["anybody, without a domain", open, { domainName: "abc.execute-api.eu-west-1.amazonaws.com" }, true],
    ["who calls the stage's name", named, { domainName: host }, true],
    ["who spells it otherwise", named, { domainName: "WS.Example.org" }, true],
    [
      "who calls the API's own address",
      named,
      { domainName: "abc.execute-api.eu-west-1.amazonaws.com" },
      false,
    ],
    ["who calls another name", named, { domainName: "ws.example.org.evil.example" }, false],
    ["who calls none", named, { domainName: undefined }, false],
    ["who comes through the proxy", proxied, { domainName: host, proxySecret: "the secret" }, true],
    ["who goes round the proxy", proxied, { domainName: host }, false],
    ["who guesses", proxied, { domainName: host, proxySecret: "a secret" }, false],
    ["who sends nothing in the header", proxied, { domainName: host, proxySecret: "" }, false],
    [
      "who has the secret and calls another name",
      proxied,
      { domainName: "abc", proxySecret: "the secret" },
      false,
    ],
  ])("%s", async (_case, ingress, arrival, expected) => {
    const entered = await maySocketEnter(ingress, { proxySecret: undefined, ...arrival });

    expect(entered).toBe(expected);
  });

  it("is allowed with the new secret and with the one that it has just replaced", async () => {
    const get = async ({ fresh } = { fresh: false }) => (fresh ? "new" : "old");
    const ingress: IngressChecks = { webSocketHost: undefined, proxySecret: { get } };

    const entered = await Promise.all(
      ["old", "new", "other"].map((proxySecret) =>
        maySocketEnter(ingress, { domainName: host, proxySecret }),
      ),
    );

    expect(entered).toEqual([true, true, false]);
  });
});

describe("the answer to a rejected request", () => {
  const opened: string[] = [];
  const ports = {
    connections: { open: async (id: string) => void opened.push(id) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    files: { downloadUrl: async () => "https://bucket.example/file" },
  } as unknown as Parameters<typeof handleWebSocketEvent>[0];
  const settings = { allowedOrigins: ["*"], ingress: proxied };

  it.each([
    [
      "to a socket on the API's own address",
      "abc.execute-api.eu-west-1.amazonaws.com",
      "the secret",
      403,
      [],
    ],
    ["to a socket round the proxy", host, "wrong", 403, []],
    ["to one that came as it should", host, "the secret", 200, ["c1"]],
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
