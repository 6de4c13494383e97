import { join } from "node:path";
import type { Locator } from "playwright-core";
import { png } from "../../packages/bot-api-server/__tests__/pictures";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("files on the page", (executablePath) => {
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
    await tab.page.locator("#visitor-attach-input").setInputFiles(picture("my cat.png"));
    await tab.visitorLog.locator(".own", { hasText: "✓ Stored" }).waitFor();
    expect(await widthOf(tab.visitorLog.getByAltText("Picture my cat.png"))).toBe(320);

    const received = tab.hostLog.locator(".message", { has: tab.page.locator("img") });
    expect(await widthOf(received.locator("img"))).toBe(320);
    expect(await received.locator(".text").last().textContent()).toMatch(/^#\w+ Ada$/);

    await received.getByRole("button", { name: /^Reply to #/ }).click();
    await tab.page.getByLabel("Message in the group").fill("Here is the price list");
    await tab.page.locator("#host-attach-input").setInputFiles({
      name: "prices & more.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7 prices"),
    });
    const link = tab.visitorLog.getByRole("link", { name: "prices & more.pdf" });
    await link.waitFor();
    await tab.visitorLog.getByText("Here is the price list").waitFor();
    const saved = await fetch((await link.getAttribute("href")) ?? "");
    expect(await saved.text()).toBe("%PDF-1.7 prices");

    await tab.page.locator("#host-attach-input").setInputFiles(picture("blue.png"));
    expect(await widthOf(tab.visitorLog.locator(".other img"))).toBe(320);
    if (process.env.SCREENSHOTS) {
      await tab.page.screenshot({ path: join(process.env.SCREENSHOTS, "files.png") });
    }

    const before = await tab.visitorLog.locator(".text").allInnerTexts();
    await tab.page.reload();
    await link.waitFor();
    expect(await tab.visitorLog.locator(".text").allInnerTexts()).toEqual(before);
    expect(await widthOf(tab.visitorLog.locator(".own img"))).toBe(320);
  });

  /** Creates files as a browser passes them to a drop. */
  const dataTransfer = (name: string) =>
    tab.page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob("${png(20, 10).toString("base64")}"), (it) => it.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], "${name}", { type: "image/png" }));
      return data;
    })()`);

  it("can be pasted", async () => {
    const clipboardData = await dataTransfer("pasted.png");
    await tab.page
      .getByLabel("Message to the host")
      .evaluate((input: { dispatchEvent(event: unknown): void }, data) => {
        // Playwright cannot create a ClipboardEvent by name.
        const { ClipboardEvent } = globalThis as unknown as {
          readonly ClipboardEvent: new (type: string, init: object) => unknown;
        };
        input.dispatchEvent(
          new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
        );
      }, clipboardData);

    await tab.visitorLog.locator(".own.stored", { hasText: "pasted.png" }).waitFor();
    expect(await tab.page.getByLabel("Message to the host").inputValue()).toBe("");
  });

  it("can be dropped on either side, which highlights the drop area", async () => {
    for (const [panel, log] of [
      ["#visitor-panel", tab.visitorLog],
      ["#host-panel", tab.hostLog],
    ] as const) {
      const init = { dataTransfer: await dataTransfer("dropped.png") };
      const pictures = log.locator(".own", { has: tab.page.locator("img") });
      const before = await pictures.count();
      await tab.page.dispatchEvent(panel, "dragover", init);
      expect(await tab.page.locator(`${panel}.dropping`).count()).toBe(1);

      await tab.page.dispatchEvent(panel, "drop", init);

      await pictures.nth(before).waitFor();
      expect(await tab.page.locator(".dropping").count()).toBe(0);
    }
  });

  it("display the progress of the upload, and the reason of a rejection", async () => {
    await tab.page.route("**/*X-Amz-Signature*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      await route.continue();
    });
    await tab.page
      .locator("#visitor-attach-input")
      .setInputFiles([
        { name: "page.html", mimeType: "text/html", buffer: Buffer.from("<b>") },
        picture("slow.png"),
      ]);

    await tab.visitorLog.getByRole("progressbar", { name: "Upload of slow.png" }).waitFor();
    await tab.visitorLog.locator(".own.stored", { hasText: "slow.png" }).waitFor();
    expect(await tab.visitorLog.getByRole("progressbar").count()).toBe(0);
    const refused = tab.visitorLog.locator(".own.refused", { hasText: "page.html" });
    expect(await refused.locator(".reason").textContent()).toMatch(
      /^fileType: expected one of .*received "text\/html"/,
    );
    expect(await tab.hostLog.getByText("page.html").count()).toBe(0);
  });

  it("are attached by keyboard alone", async () => {
    const chooser = tab.page.waitForEvent("filechooser");
    await tab.page.getByRole("button", { name: "Attach a file for the host" }).focus();
    await tab.page.keyboard.press("Enter");
    await (await chooser).setFiles(picture("keys.png"));

    await tab.visitorLog.locator(".own.stored", { hasText: "keys.png" }).waitFor();
    await tab.page.keyboard.type("And words at once");
    await tab.page.keyboard.press("Enter");
    await tab.hostLog.locator(".message", { hasText: "And words at once" }).waitFor();
  });

  it("display names and captions with markup as text", async () => {
    const name = `<img src=x onerror="document.title=1">.pdf`;
    await tab.page.locator("#visitor-attach-input").setInputFiles({
      name,
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF"),
    });

    await tab.visitorLog.getByRole("link", { name }).waitFor();
    await tab.hostLog.getByRole("link", { name }).waitFor();
    expect(await tab.page.locator("img[src='x']").count()).toBe(0);
  });
});
