import { rmSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { type Browser, chromium, type Page } from "playwright-core";
import { Visitor } from "../../../checks/harness/client/visitor";
import { FaultProxy } from "../../../checks/harness/fault-proxy";
import { type JoinedVisitor, KiteRun, nextTimestamp } from "../../../checks/harness/kite-run";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import { readSettings } from "../../../settings/settings";
import { kiteStackProps } from "../../../settings/stack-props";
import { KiteStack } from "../../../stacks/kite-stack";
import { chromiumFlags, describeInChromium } from "../../browser/find-chromium";
import { settingsFolder, smallest } from "../../settings/settings-folder";
import { type Site, startSite } from "../../support/site";
import { askForUpload, fileFrame, pdf, upload } from "../../support/visitor-file";

let shop: Site;
let stranger: Site;
/** The object store on a separate origin, as on S3. */
let store: FaultProxy;
let run: KiteRun;
let visitor: JoinedVisitor;
let outputDirectory = "";

beforeAll(async () => {
  [shop, stranger] = [await startSite(), await startSite()];
  store = await FaultProxy.start();
  const environment = { AWS_ENDPOINT_URL_S3: store.url };
  run = await KiteRun.start({ stackDirectory: stackFor([shop.origin]), environment });
  store.target = run.server.url;
  visitor = await run.visitor(await run.host());
}, 60_000);
afterAll(async () => {
  await Promise.all([run?.close(), store?.close(), shop.close(), stranger.close()]);
  rmSync(outputDirectory, { recursive: true, force: true });
});

/** Synthesizes the stack with only these allowed origins. */
function stackFor(allowedOrigins: readonly string[]): string {
  const directory = settingsFolder({ ...smallest, stages: { dev: { allowedOrigins } } });
  const stack = new KiteStack(
    Testing.app(),
    "kite",
    kiteStackProps(readSettings({ directory, environment: {} })),
  );
  outputDirectory = Testing.fullSynth(stack);
  return join(outputDirectory, "stacks", "kite");
}

describe("a stage with allowed origins", () => {
  it("accepts sockets from pages of these origins and from the HTTP API's own page, and from no others", async () => {
    const url = run.webSocketUrl("kite-demo");

    await (await Visitor.connect(url, { origin: shop.origin })).close();
    // The HTTP API serves the page of a channel.
    await (await Visitor.connect(url, { origin: new URL(run.server.url).origin })).close();
    await expect(Visitor.connect(url, { origin: stranger.origin })).rejects.toThrow("403");
    await expect(Visitor.connect(url, { origin: "null" })).rejects.toThrow("403");
  });

  it.each<[string, () => string | undefined, () => string | null]>([
    ["an allowed", () => shop.origin, () => shop.origin],
    ["another", () => stranger.origin, () => null],
    ["no", () => undefined, () => null],
    ["an opaque", () => "null", () => null],
    ["a longer", () => `${shop.origin}.example.org`, () => null],
  ])("lets only pages of allowed origins read a link: %s origin", async (_which, originOf, expected) => {
    const url = await upload(visitor, pdf);
    const origin = originOf();

    const answers = [
      await fetch(url, { redirect: "manual", headers: origin === undefined ? {} : { origin } }),
      await fetch(`${run.server.url}/dev/files/none/x`, { headers: origin === undefined ? {} : { origin } }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([302, 404]);
    for (const { headers } of answers) {
      expect(headers.get("access-control-allow-origin")).toBe(expected());
      expect(headers.get("vary")).toBe("origin");
    }
  });
});

describeInChromium("a page in Chromium", (executablePath) => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: chromiumFlags });
  });
  afterAll(() => browser.close());
  afterEach(() => page.close());

  const photo = { fileName: "a photo.png", fileType: "image/png", bytes: png() };

  /** Opens a page of a site. */
  async function visit(site: Site): Promise<void> {
    page = await browser.newPage();
    await page.goto(site.origin);
  }

  /** Sends a PUT to an upload URL from the page. @returns the status, or the name of the error that fetch throws */
  function putFromPage(uploadUri: string, contentType: string): Promise<number | string> {
    return page.evaluate(
      async ([url, type, base64]) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const sending = fetch(url, { method: "PUT", headers: { "content-type": type }, body: bytes });
        return sending.then(({ status }) => status).catch((error: Error) => error.name);
      },
      [uploadUri, contentType, Buffer.from(photo.bytes).toString("base64")] as const,
    );
  }

  it("a page of an allowed origin uploads a file and sends it", async () => {
    await visit(shop);
    const { canonicalUri, uploadUri } = await askForUpload(visitor, photo);

    const status = await putFromPage(uploadUri, photo.fileType);

    expect(status).toBe(200);
    expect(
      await visitor.ask(fileFrame(nextTimestamp().replace(/\W/g, ""), canonicalUri, photo)),
    ).toMatchObject({
      0: "ACK",
    });
  });

  it("a page of an allowed origin cannot upload a file of another type than it requested", async () => {
    await visit(shop);
    const { canonicalUri, uploadUri } = await askForUpload(visitor, photo);

    expect(await putFromPage(uploadUri, "text/html")).toBe(403);
    expect((await fetch(canonicalUri)).status).toBe(404);
  });

  it("a page of another origin cannot upload a file", async () => {
    await visit(stranger);
    const { canonicalUri, uploadUri } = await askForUpload(visitor, photo);

    expect(await putFromPage(uploadUri, photo.fileType)).toBe("TypeError");
    expect((await fetch(canonicalUri)).status).toBe(404);
  });

  /** Fetches a file as a script does. @returns the bytes and the type, or the name of the error that fetch throws */
  function fetchFromPage(url: string): Promise<unknown> {
    return page.evaluate(
      (from) =>
        fetch(from).then(
          async (response) => [
            response.headers.get("content-type"),
            [...new Uint8Array(await response.arrayBuffer())],
          ],
          (error: Error) => error.name,
        ),
      url,
    );
  }

  it("a page of an allowed origin reads a file through the redirect, whose request has the origin null", async () => {
    await visit(shop);
    const url = await upload(visitor, photo);
    const origins: unknown[] = [];
    store.behave = ({ headers }) => {
      // A request without an origin does not come from the page: the outbox may still fetch the previous test's file.
      if (headers.origin !== undefined) {
        origins.push(headers.origin);
      }
      return "pass";
    };

    expect(await fetchFromPage(url)).toEqual(["image/png", [...photo.bytes]]);
    expect(origins).toEqual(["null"]);
  });

  it("a page of another origin cannot read a file by script, but can display an image", async () => {
    await visit(stranger);
    const url = await upload(visitor, photo);

    expect(await fetchFromPage(url)).toBe("TypeError");
    await page.setContent(`<img src="${url}" alt="">`);
    const width = await page
      .locator("img")
      .evaluate((image: { readonly naturalWidth: number }) => image.naturalWidth);
    expect(width).toBe(40);
  });
});
