import { handleDownload } from "../../../lambda-src/files/handle-download";
import { type IngressChecks, maySocketEnter } from "../../../lambda-src/ingress/ingress";
import { handleWebSocketEvent } from "../../../lambda-src/websocket/handle-event";

const host = "ws.example.org";
const open: IngressChecks = { webSocketHost: undefined, proxySecret: undefined };
const named: IngressChecks = { webSocketHost: host, proxySecret: undefined };
const proxied: IngressChecks = { webSocketHost: host, proxySecret: { get: async () => "the secret" } };

describe("a request to open a socket", () => {
  it.each([
    [
      "is allowed on a stage without a domain",
      open,
      { domainName: "abc.execute-api.eu-west-1.amazonaws.com" },
      true,
    ],
    ["is allowed for the stage's host", named, { domainName: host }, true],
    ["is allowed for the host in another case", named, { domainName: "WS.Example.org" }, true],
    [
      "is rejected for the API's own address",
      named,
      { domainName: "abc.execute-api.eu-west-1.amazonaws.com" },
      false,
    ],
    ["is rejected for another host", named, { domainName: "ws.example.org.evil.example" }, false],
    ["is rejected without a host", named, { domainName: undefined }, false],
    ["is allowed with the proxy's secret", proxied, { domainName: host, proxySecret: "the secret" }, true],
    ["is rejected without the proxy's secret", proxied, { domainName: host }, false],
    ["is rejected with a wrong secret", proxied, { domainName: host, proxySecret: "a secret" }, false],
    ["is rejected with an empty secret", proxied, { domainName: host, proxySecret: "" }, false],
    [
      "is rejected with the secret for another host",
      proxied,
      { domainName: "abc", proxySecret: "the secret" },
      false,
    ],
  ])("%s", async (_case, ingress, arrival, expected) => {
    const entered = await maySocketEnter(ingress, { proxySecret: undefined, ...arrival });

    expect(entered).toBe(expected);
  });

  it("is allowed with the new secret and with the previous one", async () => {
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

describe("the response to a request", () => {
  const opened: string[] = [];
  const ports = {
    connections: { open: async (id: string) => void opened.push(id) },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    files: { downloadUrl: async () => "https://bucket.example/file" },
  } as unknown as Parameters<typeof handleWebSocketEvent>[0];
  const settings = { allowedOrigins: ["*"], ingress: proxied };

  it.each([
    [
      "for a socket on the API's own address",
      "abc.execute-api.eu-west-1.amazonaws.com",
      "the secret",
      403,
      [],
    ],
    ["for a socket with a wrong secret", host, "wrong", 403, []],
    ["for a socket through the proxy", host, "the secret", 200, ["c1"]],
  ])("%s has the expected status", async (_case, domainName, secret, expected, rows) => {
    opened.length = 0;

    const { statusCode } = await handleWebSocketEvent(ports, settings, {
      requestContext: { eventType: "CONNECT", connectionId: "c1", requestTimeEpoch: 0, domainName },
      headers: { "X-Kite-Proxy": secret },
      queryStringParameters: { c: "kite-demo" },
    });

    expect([statusCode, opened]).toEqual([expected, rows]);
  });

  it.each([
    ["for a download without the secret", {}, 403],
    ["for a download through the proxy", { "x-kite-proxy": "the secret" }, 302],
  ])("%s has the expected status", async (_case, headers, expected) => {
    const { statusCode } = await handleDownload(ports, settings, {
      headers,
      rawPath: "/dev/files/abcdefghijklmnopqrstuvwxyz/file.png",
    });

    expect(statusCode).toBe(expected);
  });
});
