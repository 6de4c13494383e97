import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatLogEntry } from "@kite-chat/stack-server";
import { type Browser, chromium, type Page } from "playwright-core";
import { type Playground, startPlayground } from "../../playground/start-playground";
import { chromiumFlags, describeInChromium } from "./find-chromium";

describeInChromium("the page in Chromium", (executablePath) => {
  const folder = mkdtempSync(join(tmpdir(), "kite-browser-"));
  const log: string[] = [];
  let playground: Playground;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    playground = await startPlayground({
      port: 0,
      host: "127.0.0.1",
      outputDirectory: folder,
      log: (entry) => log.push(formatLogEntry(entry)),
    });
    browser = await chromium.launch({ executablePath, args: chromiumFlags });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await playground?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  beforeEach(async () => {
    complaints = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        complaints.push(message.text());
      }
    });
    await page.goto(playground.url);
  });

  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const visitorLog = () => page.getByRole("log", { name: "The visitor's chat" });
  const hostLog = () => page.getByRole("log", { name: "The host's Telegram group" });
  const say = async (label: string, text: string) => {
    const input = page.getByLabel(label);
    await input.fill(text);
    await input.press("Enter");
  };

  it("displays messages as text, never as markup", async () => {
    const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
    await say("Message to the host", markup);

    await hostLog().locator(".message", { hasText: markup }).waitFor();
    expect(await page.locator("img[src='x'], .message b").count()).toBe(0);
  });

  it("works by keyboard alone", async () => {
    await page.getByRole("status").filter({ hasText: "Online" }).first().waitFor();
    await page.getByLabel("Name").focus();
    // Skips the chat and the attach button.
    for (let stop = 0; stop < 3; stop += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("Only keys");
    await page.keyboard.press("Enter");
    const received = hostLog().locator(".message", { hasText: "Only keys" });
    await received.waitFor();

    await received.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.type("Only keys back");
    await page.keyboard.press("Enter");
    await visitorLog().locator(".other", { hasText: "Only keys back" }).waitFor();
  });

  it("keeps the conversation after a reload, without duplicates", async () => {
    await say("Message to the host", "Before the reload");
    await visitorLog().locator(".own", { hasText: "✓ Stored" }).waitFor();
    await page.reload();

    await say("Message to the host", "After the reload");
    await hostLog().locator(".message", { hasText: "After the reload" }).waitFor();
    expect(await visitorLog().locator(".own").allInnerTexts()).toEqual([
      expect.stringContaining("Before the reload"),
      expect.stringContaining("After the reload"),
    ]);
    expect(await hostLog().locator(".message", { hasText: "Before the reload" }).count()).toBe(1);
  });

  it("fits a narrow screen", async () => {
    await page.setViewportSize({ width: 360, height: 720 });

    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    await page.getByLabel("Message in the group").scrollIntoViewIfNeeded();
    expect(await page.getByLabel("Message in the group").isVisible()).toBe(true);
  });

  it("lets the host drop the channel, and host it again", async () => {
    const again = page.getByRole("button", { name: "/host kite-demo", exact: true });
    await page.locator("#visitor-status[data-state=joined]").waitFor();
    await say("Message in the group", "/drop");
    await page.locator("#visitor-notice", { hasText: "has ended" }).waitFor();

    const hosted = hostLog().locator(".message", { hasText: "This chat hosts the channel kite-demo now" });
    const before = await hosted.count();
    // The name is free once everything is erased.
    while ((await hosted.count()) === before) {
      await again.click();
      await page.waitForTimeout(2_000);
    }
    await say("Message to the host", "Back again");

    await hostLog().locator(".message", { hasText: "Back again" }).waitFor({ timeout: 60_000 });
  }, 120_000);
});
