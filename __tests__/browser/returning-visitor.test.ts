import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("a visitor in Chromium", (executablePath) => {
  let open: OpenPlayground;
  let context: BrowserContext;
  let tabs: Tab[];
  beforeAll(async () => {
    open = await openPlayground(executablePath);
  }, 60_000);
  afterAll(() => open?.close());
  beforeEach(async () => {
    tabs = [];
    context = await open.browser.newContext({ viewport: { width: 1280, height: 800 } });
  });
  afterEach(async () => {
    await context.close();
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  async function openTab(): Promise<Tab> {
    const tab = await Tab.open(await context.newPage(), open.playground.url);
    tabs.push(tab);
    return tab;
  }

  it("with two tabs receives the host's reply in both, and the host receives each text once", async () => {
    const [one, other] = [await openTab(), await openTab()];

    await one.sayAsVisitor("From the first tab");
    await other.sayAsVisitor("From the second tab");
    await other.hostLog.getByText("From the second tab").waitFor();
    await other.hostLog.getByText("From the first tab").waitFor();
    await other.sayAsHost("To both");

    await one.visitorLog.locator(".other", { hasText: "To both" }).waitFor();
    await other.visitorLog.locator(".other", { hasText: "To both" }).waitFor();
    await other.page.waitForTimeout(500);
    const host = (await other.hostLog.locator(".text").allInnerTexts()).join("\n");
    expect(host.match(/From the first tab/g)).toHaveLength(1);
    expect(host.match(/From the second tab/g)).toHaveLength(1);
    expect(new Set(host.match(/#\w+(?= Ada\nFrom)/g)).size).toBe(1);
    expect(await one.visitorLog.getByText("To both").count()).toBe(1);
    expect(await other.visitorLog.getByText("To both").count()).toBe(1);
  });

  it("reads a long conversation page by page", async () => {
    const tab = await openTab();
    const numbers = Array.from({ length: 34 }, (_, index) => index + 1);
    for (const number of numbers) {
      await tab.sayAsVisitor(`line ${number}`);
    }
    await tab.visitorLog.locator(".own.stored", { hasText: "line 34" }).waitFor();
    await tab.page.reload();
    await tab.visitorLog.getByText("line 34", { exact: true }).waitFor();
    expect(await tab.visitorLog.getByText("line 4", { exact: true }).count()).toBe(0);
    if (process.env.SCREENSHOTS) {
      await tab.page.screenshot({ path: join(process.env.SCREENSHOTS, "earlier.png") });
    }

    await tab.page.getByRole("button", { name: "Show earlier messages" }).click();

    await tab.visitorLog.getByText("line 1", { exact: true }).waitFor();
    expect(await tab.visitorLog.locator(".text").allInnerTexts()).toEqual(numbers.map((it) => `line ${it}`));
    expect(await tab.page.getByRole("button", { name: "Show earlier messages" }).count()).toBe(0);
  });
});
