import { serveLocally } from "../../../checks/harness/serve-locally";
import { type EmbedOptions, embed } from "../../../cli/embed/embed";
import { Workshop } from "../stand-ins";

const facts = {
  webSocketUrl: "wss://ws.example.com/prod",
  httpUrl: "https://api.example.com/prod",
  filesOrigin: "https://files.s3.eu-west-1.amazonaws.com",
  loader: { name: "widget-00000000000000aa.js", integrity: "sha384-abc" },
};
let site: Awaited<ReturnType<typeof serveLocally>>;
let answer: { status: number; body: unknown };
beforeAll(async () => {
  site = await serveLocally(({ url }, response) => {
    response.writeHead(url === "/prod/widget.json" ? answer.status : 404).end(JSON.stringify(answer.body));
  });
});
beforeEach(() => {
  answer = { status: 200, body: facts };
});
afterAll(() => site.close());

const run = (options: Partial<EmbedOptions>, channel = "my-shop-1") =>
  embed("prod", channel, { sri: false, csp: false, http: `${site.url}/prod/`, ...options });

describe("kite embed", () => {
  it("prints the tag", async () => {
    expect(await run({})).toEqual({
      json: { tag: '<script async src="https://api.example.com/prod/widget.js?c=my-shop-1"></script>' },
      text: '<script async src="https://api.example.com/prod/widget.js?c=my-shop-1"></script>',
    });
  });

  it("prints with --sri a tag with the hash and the addresses of the stage", async () => {
    expect((await run({ sri: true })).text).toBe(
      '<script async src="https://api.example.com/prod/widget-00000000000000aa.js?c=my-shop-1" integrity="sha384-abc" crossorigin="anonymous" data-endpoint="wss://ws.example.com/prod"></script>',
    );
  });

  it("prints with --sri the accepted additions to the protocol and the proxy, which the served loader contains", async () => {
    answer = { status: 200, body: { ...facts, accepts: ["CTX"], isProxied: true } };

    expect((await run({ sri: true })).text).toContain(
      'data-endpoint="wss://ws.example.com/prod" data-accepts="CTX" data-proxied></script>',
    );
  });

  it("prints with --csp the sources of each directive", async () => {
    expect((await run({ csp: true })).text?.split("\n").slice(1)).toEqual([
      "script-src https://api.example.com/prod/;",
      "connect-src wss://ws.example.com/prod https://api.example.com/prod/ https://files.s3.eu-west-1.amazonaws.com;",
      "img-src https://api.example.com/prod/files/ https://files.s3.eu-west-1.amazonaws.com;",
      "media-src https://api.example.com/prod/files/ https://files.s3.eu-west-1.amazonaws.com;",
    ]);
  });

  it("rejects an invalid channel name", async () => {
    await expect(run({}, "x")).rejects.toThrow(/^<channel>: expected 8 to 32 .*received "x"/);
  });

  it.each([
    ["404", { status: 404, body: "Not Found" }, /status 404\. Expected the address of a stage/],
    ["something else", { status: 200, body: { ok: true } }, /status 200/],
  ])("reports an address that responds with %s", async (_case, given, message) => {
    answer = given;

    await expect(run({})).rejects.toThrow(message);
  });

  it("reports that nothing listens at the address", async () => {
    const closed = await serveLocally((_, response) => response.end());
    await closed.close();

    await expect(run({ http: `${closed.url}/dev` })).rejects.toThrow(
      /\/dev\/widget\.json cannot be read: the connection was refused\. Expected/,
    );
  });

  it("names --http if the deployment has no account", async () => {
    const { stderr } = await new Workshop([])
      .file(
        "deployments/kite.json",
        JSON.stringify({ account: "000000000000", region: "eu-west-1", app: "kite" }),
      )
      .run("embed", {}, ["dev", "my-shop-1"]);

    expect(stderr).toMatch(
      /received the placeholder .*, or for a running npm start, add --http http:\/\/localhost:3000\/dev\./,
    );
  });
});
