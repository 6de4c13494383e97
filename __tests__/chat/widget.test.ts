import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Host, KiteRun } from "../../checks/harness/kite-run";
import { embed } from "../../cli/embed/embed";
import { repositoryFolder } from "../../constructs/repository";

let run: KiteRun;
let host: Host;
beforeAll(async () => {
  run = await KiteRun.start();
  host = await run.host();
}, 60_000);
afterAll(() => run?.close());

const url = (path: string) => `${run.server.url}/dev${path}`;

/** Whether the repository contains the widget's source code. Without it, the widget function answers 404. */
const isBuilt = existsSync(join(repositoryFolder, "widget/build.ts"));

describe("the widget function", () => {
  it.each(["/wp-login.php", "/widget-0000000000000000.js", "/favicon.ico"])(
    "answers 404 to %s",
    async (path) => {
      const response = await fetch(url(path));

      expect(response.status).toBe(404);
      expect(response.headers.get("cache-control")).toBe("no-store");
    },
  );

  it("leaves the other routes to the dispatcher", async () => {
    expect(await (await fetch(url("/tg"))).text()).toBe("OK");
    expect((await fetch(url("/files/unknown/name"))).status).toBe(404);
  });

  it("has no failed requests", () => {
    expect(run.log.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("/host", () => {
  it("prints the tag, the channel's page and the address for other clients", async () => {
    const { text } = await host.hears("hosts the channel");

    expect(text).toContain(`<script async src="${url("/widget.js")}?c=${host.channelName}"></script>`);
    expect(text).toContain(url(`/chat/${host.channelName}`));
    expect(text).toContain(run.webSocketUrl(host.channelName));
  });
});

const describeBuilt = (tests: () => void) => isBuilt && describe("the widget", tests);

describeBuilt(() => {
  it("is loaded by a small script, and its own script is cached forever", async () => {
    const headers = { "accept-encoding": "br" };
    const loader = await fetch(url(`/widget.js?c=${host.channelName}`), { headers });
    const text = await loader.text();
    const [name = ""] = /widget-[0-9a-f]{16}\.js/.exec(text) ?? [];
    const script = await fetch(url(`/${name}`));

    expect(loader.headers.get("content-encoding")).toBe("br");
    expect(text).toContain(`"endpoint":"${run.webSocketUrl("").replace(/\?c=$/, "")}"`);
    expect(script.status).toBe(200);
    expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(text).toContain(integrityOf(await script.arrayBuffer(), "sha256"));
  });

  it("is verified by the hash in the tag of kite embed --sri, which also prints the content security policy", async () => {
    const options = { sri: true, csp: true, http: url("/") };
    const { json } = await embed("dev", host.channelName, options);
    const { tag, csp } = json as { readonly tag: string; readonly csp: Record<string, string[]> };

    const [, src = ""] = / src="([^"]+)"/.exec(tag) ?? [];
    const script = await (await fetch(src)).arrayBuffer();
    expect(tag).toContain(`integrity="${integrityOf(script)}" crossorigin="anonymous"`);
    expect(tag).toContain('data-accepts="CTX"');
    expect(tag).not.toContain("data-proxied");
    expect(tag).toContain(`data-endpoint="${run.webSocketUrl("").replace(/\?c=$/, "")}"`);
    expect(csp["script-src"]).toEqual([url("/")]);
    expect(Object.keys(csp)).toEqual(["script-src", "connect-src", "img-src", "media-src"]);
  });

  it("is loaded by the page of a channel", async () => {
    const page = await fetch(url(`/chat/${host.channelName}`));

    expect(page.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(await page.text()).toContain(`../widget.js?c=${host.channelName}`);
  });
});

function integrityOf(bytes: ArrayBuffer, algorithm = "sha384"): string {
  return `${algorithm}-${createHash(algorithm).update(Buffer.from(bytes)).digest("base64")}`;
}
