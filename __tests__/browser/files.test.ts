import { join } from "node:path";
import type { Locator } from "playwright-core";
import { png } from "../../packages/bot-api-server/__tests__/pictures";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("files in the playground", (executablePath) => {
  let open: OpenPlayground;
  let tab: Tab;
  beforeAll(async () => {
    open = await openPlayground(executablePath);
  }, 60_000);
  afterAll(() => open?.close());
  beforeEach(async () => {
    const context = await open.browser.newContext({ viewport: { width: 1280, height: 860 } });
    tab = await Tab.open(await context.newPage(), open.playground.url);
  });
  afterEach(async () => {
    await tab.page.context().close();
    expect(tab.complaints).toEqual([]);
  });

  const picture = (name: string) => ({ name, mimeType: "image/png", buffer: png(320, 200) });
  const widthOf = (image: Locator) =>
    image.evaluate(async (it: { decode(): Promise<void>; readonly naturalWidth: number }) => {
      await it.decode();
      return it.naturalWidth;
    });

  it("are sent both ways, and remain after a reload", async () => {
    await tab.shop.locator("input[type=file]").setInputFiles(picture("my cat.png"));
    const own = tab.shop.locator("li.message.visitor.sent").getByAltText("my cat.png");
    await own.waitFor();
    expect(await widthOf(own)).toBe(320);

    const received = tab.hostLog.locator(".message", { has: tab.page.locator("img") });
    expect(await widthOf(received.locator("img"))).toBe(320);
    expect(await received.locator(".text").last().textContent()).toMatch(/^#\w+ Visitor \w+$/);

    await received.getByRole("button", { name: /^Reply to #/ }).click();
    await tab.page.getByLabel("Message in the group").fill("Here is the price list");
    await tab.page.locator("#host-attach-input").setInputFiles({
      name: "prices & more.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7 prices"),
    });
    const link = tab.shop.getByRole("link", { name: "prices & more.pdf" });
    await link.waitFor();
    await tab.received("Here is the price list").waitFor();
    const saved = await fetch((await link.getAttribute("href")) ?? "");
    expect(await saved.text()).toBe("%PDF-1.7 prices");

    await tab.page.locator("#host-attach-input").setInputFiles(picture("blue.png"));
    expect(await widthOf(tab.shop.locator("li.message.host img"))).toBe(320);
    if (process.env.SCREENSHOTS) {
      await tab.page.screenshot({ path: join(process.env.SCREENSHOTS, "files.png") });
    }

    await tab.page.reload();
    await tab.openChat();
    await link.waitFor();
    expect(await widthOf(own)).toBe(320);
  });

  /** Creates files as a browser passes them to a drop. */
  const dataTransfer = (name: string) =>
    tab.page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob("${png(20, 10).toString("base64")}"), (it) => it.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "${name}", { type: "image/png" }));
      return data;
    })()`);

  it("can be pasted for the visitor", async () => {
    const clipboardData = await dataTransfer("pasted.png");
    const pictures = tab.hostLog.locator(".own img");
    const before = await pictures.count();
    await tab.page
      .getByLabel("Message in the group")
      .evaluate((input: { dispatchEvent(event: unknown): void }, data) => {
        // Playwright cannot create a ClipboardEvent by name.
        const { ClipboardEvent } = globalThis as unknown as {
          readonly ClipboardEvent: new (type: string, init: object) => unknown;
        };
        input.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
        );
      }, clipboardData);

    await pictures.nth(before).waitFor();
    expect(await tab.page.getByLabel("Message in the group").inputValue()).toBe("");
  });

  it("can be dropped on the host's side, which highlights the drop area", async () => {
    const init = { dataTransfer: await dataTransfer("dropped.png") };
    const pictures = tab.hostLog.locator(".own", { has: tab.page.locator("img") });
    const before = await pictures.count();
    await tab.page.dispatchEvent("#host-panel", "dragover", init);
    expect(await tab.page.locator("#host-panel.dropping").count()).toBe(1);

    await tab.page.dispatchEvent("#host-panel", "drop", init);

    await pictures.nth(before).waitFor();
    expect(await tab.page.locator(".dropping").count()).toBe(0);
  });

  it("display names and captions with markup as text", async () => {
    const name = `<img src=x onerror="document.title=1">.pdf`;
    await tab.shop.locator("input[type=file]").setInputFiles({
      name,
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF"),
    });

    await tab.shop.getByRole("link", { name }).waitFor();
    await tab.hostLog.getByRole("link", { name }).waitFor();
    expect(await tab.page.locator("img[src='x']").count()).toBe(0);
    expect(await tab.shop.locator("img[src='x']").count()).toBe(0);
  });
});
