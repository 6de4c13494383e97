import { createHash } from "node:crypto";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import fc from "fast-check";
import { widgetServer } from "../../../lambda-src/widget/serve-widget";

const old = "/* an older release */";
const built = {
  loader: 'const served = "KITE_SERVED"; start(served);',
  placeholder: '"KITE_SERVED"',
  pinnedLoader: { name: "widget-00000000000000aa.js", integrity: "sha384-x" },
  files: { "widget-0123456789abcdef.js": brotliCompressSync(old).toString("base64") },
};
const addresses = {
  webSocketUrl: "wss://ws.example.com/prod",
  httpUrl: "https://api.example.com/prod",
  filesOrigin: "https://files.s3.eu-west-1.amazonaws.com",
};
const serve = widgetServer(built, addresses);

interface Given {
  readonly c?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function get(path: string, { c, headers = {} }: Given = {}) {
  const [, first = "", second] = path.split("/");
  const known = ["widget.js", "widget.json"].includes(first);
  return serve({
    routeKey: second !== undefined ? "GET /chat/{channel}" : known ? `GET /${first}` : "GET /{file}",
    headers,
    pathParameters: second !== undefined ? { channel: second } : known ? {} : { file: first },
    ...(c !== undefined && { queryStringParameters: { c } }),
  });
}

function textOf({ body = "", headers = {} }: ReturnType<typeof get>): string {
  const bytes = Buffer.from(body, "base64");
  const decode = { br: brotliDecompressSync, gzip: gunzipSync }[String(headers["content-encoding"])];
  return (decode === undefined ? bytes : decode(bytes)).toString();
}

describe("GET /widget.js", () => {
  it("reports a proxy, so that the widget keeps idle sockets open", () => {
    const behindProxy = widgetServer(built, { ...addresses, isProxied: true });

    const answer = behindProxy({ routeKey: "GET /widget.js", headers: {}, pathParameters: {} });

    expect(textOf(answer)).toContain('"isProxied":true');
    expect(textOf(get("/widget.js"))).not.toContain("isProxied");
  });

  it("contains the addresses of the stage and the channel", () => {
    const answer = get("/widget.js", { c: "my-shop-1" });

    expect(textOf(answer)).toBe(
      'const served = {"endpoint":"wss://ws.example.com/prod","channel":"my-shop-1","url":"https://api.example.com/prod/widget.js?c=my-shop-1","accepts":["CTX"]}; start(served);',
    );
    expect(answer).toMatchObject({
      statusCode: 200,
      headers: {
        "access-control-allow-origin": "*",
        "cache-control": "public, max-age=3600, stale-while-revalidate=86400",
        "content-type": "text/javascript; charset=utf-8",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
        vary: "accept-encoding",
      },
    });
  });

  it("works without a channel, because an attribute of the page may specify it", () => {
    expect(textOf(get("/widget.js"))).not.toContain("channel");
  });

  it.each(["x", "my__shop", '"></script>', "a".repeat(33)])("is rejected for the channel %j", (c) => {
    expect(get("/widget.js", { c })).toMatchObject({
      statusCode: 400,
      headers: { "cache-control": "no-store" },
      body: expect.stringMatching(/^channel: expected 8 to 32/),
    });
  });

  it("inserts only a valid channel name into the script, for any value of ?c=", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (c) => {
        const { statusCode } = get("/widget.js", { c });
        return statusCode === 400 || (statusCode === 200 && /^[\w-]{8,32}$/.test(c));
      }),
    );
  });

  it.each([
    ["br", "gzip, br"],
    ["gzip", "gzip"],
  ])("is encoded with %s for a client that accepts %j", (encoding, accepted) => {
    const plain = get("/widget.js");
    const answer = get("/widget.js", { headers: { "accept-encoding": accepted } });

    expect(answer.headers?.["content-encoding"]).toBe(encoding);
    expect(textOf(answer)).toBe(textOf(plain));
    expect(answer.headers?.etag).not.toBe(plain.headers?.etag);
  });
});

describe("a body that the client already has", () => {
  const headers = { "accept-encoding": "br" };
  const { etag } = get("/widget.js", { headers }).headers as { readonly etag: string };

  it.each([etag, `W/${etag}`, `"other", ${etag}`, "*"])("is answered 304 for If-None-Match %s", (given) => {
    const answer = get("/widget.js", { headers: { ...headers, "if-none-match": given } });

    expect(answer.statusCode).toBe(304);
    expect(answer.body).toBeUndefined();
    expect(answer.headers).toMatchObject({
      etag,
      vary: "accept-encoding",
      "cache-control": expect.stringContaining("max-age=3600"),
      "access-control-allow-origin": "*",
    });
  });

  it.each([
    ["another encoding", { "accept-encoding": "gzip" }, "/widget.js", undefined],
    ["another channel", headers, "/widget.js", "my-shop-1"],
  ])("is sent again in %s", (_case, other, path, c) => {
    const answer = get(path, { ...(c && { c }), headers: { ...other, "if-none-match": etag } });

    expect(answer.statusCode).toBe(200);
  });
});

describe("GET /widget-<hash>.js", () => {
  it("is a script of a release, which browsers cache for a year", () => {
    const answer = get("/widget-0123456789abcdef.js", { headers: { "accept-encoding": "br" } });

    expect(textOf(answer)).toBe(old);
    expect(answer.headers).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "content-encoding": "br",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    expect(textOf(get("/widget-0123456789abcdef.js"))).toBe(old);
  });

  it.each(["/widget-ffffffffffffffff.js", "/wp-login.php", "/__proto__", "/constructor"])(
    "is 404 for %s, and no cache may store it",
    (path) => {
      expect(get(path)).toMatchObject({ statusCode: 404, headers: { "cache-control": "no-store" } });
    },
  );
});

describe("GET /chat/<channel>", () => {
  it("is a page with the widget, which no other page may show in a frame", () => {
    const answer = get("/chat/my-shop-1");

    expect(textOf(answer)).toContain('<script async src="../widget.js?c=my-shop-1"');
    expect(answer.headers?.["content-type"]).toBe("text/html; charset=utf-8");
    expect(answer.headers?.["content-security-policy"]).toBe(
      "default-src 'none'; script-src 'self'; connect-src wss://ws.example.com/prod https://api.example.com/prod/ https://files.s3.eu-west-1.amazonaws.com; img-src https://api.example.com/prod/files/ https://files.s3.eu-west-1.amazonaws.com data:; media-src https://api.example.com/prod/files/ https://files.s3.eu-west-1.amazonaws.com; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
  });

  it("is rejected for an invalid channel name", () => {
    expect(get("/chat/<script>").statusCode).toBe(400);
  });
});

describe("GET /widget.json", () => {
  it("contains the addresses of the stage, and the script whose hash a page can specify", () => {
    expect(JSON.parse(textOf(get("/widget.json")))).toEqual({
      ...addresses,
      accepts: ["CTX"],
      loader: built.pinnedLoader,
    });
  });

  it("ignores a query, because it describes no channel", () => {
    expect(get("/widget.json", { c: "?" }).statusCode).toBe(200);
  });
});

describe("a function without a widget", () => {
  it("answers 404", () => {
    const empty = widgetServer(undefined, addresses);

    expect(empty({ routeKey: "GET /widget.js", headers: {} }).statusCode).toBe(404);
  });
});

it("gives each body an ETag made from a digest of its content", () => {
  const { etag } = get("/widget-0123456789abcdef.js").headers as { readonly etag: string };

  expect(etag).toBe(`"${createHash("sha256").update(old).digest("base64url").slice(0, 22)}"`);
});

it("keeps the loaders of 500 channels in memory", () => {
  const busy = widgetServer(built, addresses);
  const load = (channel: string) =>
    busy({
      routeKey: "GET /widget.js",
      headers: {},
      pathParameters: {},
      queryStringParameters: { c: channel },
    });
  for (let index = 0; index < 500; index += 1) {
    load(`my-shop-${index}`);
  }
  const replace = jest.spyOn(String.prototype, "replace");

  load("my-shop-0");
  load("my-shop-499");
  const timesMade = replace.mock.calls.filter(([pattern]) => String(pattern) === built.placeholder).length;
  replace.mockRestore();

  expect(timesMade).toBe(0);
});
