import type { BrowserContext } from "playwright-core";
import { eventually } from "../../checks/harness/eventually";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("the playground in Chromium", (executablePath) => {
  let opened: OpenPlayground;
  let context: BrowserContext;
  let tab: Tab;

  beforeAll(async () => {
    opened = await openPlayground(executablePath);
  }, 60_000);
  afterAll(() => opened?.close());
  beforeEach(async () => {
    context = await opened.browser.newContext({ viewport: { width: 1280, height: 800 } });
    tab = await Tab.open(await context.newPage(), opened.playground.url);
  });
  afterEach(async () => {
    await context.close();
    expect(tab.complaints).toEqual([]);
  });

  it("shows the widget in a shop, with the tag that a shop pastes", async () => {
    const source = await tab.shop.locator("script[src*='widget.js']").getAttribute("src");

    expect(source).toBe("/dev/widget.js?c=kite-demo");
    await tab.sayAsVisitor("From the shop");
    await tab.hostLog.locator(".message", { hasText: "From the shop" }).waitFor();
    await tab.sent("From the shop").waitFor();
  });

  it("has a title line above, the shop and the host's group below it, and the tools in a closed drawer", async () => {
    const header = tab.page.getByRole("banner");
    expect((await header.innerText()).split(/\s*\n\s*/)).toEqual(["Kite playground", "Channel kite-demo"]);
    expect(await tab.page.title()).toBe("Kite playground");
    expect(await tab.page.locator("body > *").evaluateAll((all) => all.map((it) => it.localName))).toEqual([
      "header",
      "main",
      "details",
      "noscript",
    ]);
    const { y, height } = (await header.boundingBox()) ?? { y: -1, height: 0 };
    const bottom = y + height;
    expect(bottom).toBeLessThanOrEqual(80);
    for (const side of ["Visitor", "Host"]) {
      const panel = await tab.page.getByRole("region", { name: side }).boundingBox();
      expect(panel?.y).toBeLessThanOrEqual(bottom + 24);
      expect(panel?.height).toBeGreaterThan(500);
    }

    const tools = tab.page.getByText("Inject faults");
    expect(await tools.isVisible()).toBe(false);
    await tab.page.locator("summary", { hasText: "Tools" }).click();
    await tools.waitFor();
  });

  it("displays messages as text, never as markup", async () => {
    const markup = '<img src="x" onerror="document.title=1"><b>bold</b>';
    await tab.sayAsVisitor(markup);

    await tab.hostLog.locator(".message", { hasText: markup }).waitFor();
    await tab.sent(markup).waitFor();
    expect(await tab.page.locator("img[src='x'], .message b").count()).toBe(0);
    expect(await tab.shop.locator("img[src='x'], .message b").count()).toBe(0);
  });

  it("lets the host answer with the keyboard alone", async () => {
    await tab.sayAsVisitor("Only keys");
    const received = tab.hostLog.locator(".message", { hasText: "Only keys" });
    await received.waitFor();

    await received.getByRole("button").focus();
    await tab.page.keyboard.press("Enter");
    await tab.page.keyboard.type("Only keys back");
    await tab.page.keyboard.press("Enter");

    await tab.received("Only keys back").waitFor();
  });

  it("opens the shop in another tab for the same visitor, and for another visitor", async () => {
    const open = async (name: string) => {
      const page = context.waitForEvent("page");
      await tab.page.getByRole("link", { name }).click();
      const shop = await page;
      await shop.getByRole("button", { name: /^Open the chat/ }).click();
      await shop.locator("textarea").fill(`From: ${name}`);
      await shop.locator("textarea").press("Enter");
      const received = tab.hostLog.locator(".message", { hasText: `From: ${name}` });
      await received.waitFor();
      return /#\w+/.exec(await received.innerText())?.[0];
    };
    await tab.sayAsVisitor("From: the page");
    const first = tab.hostLog.locator(".message", { hasText: "From: the page" });
    await first.waitFor();
    const tag = /#\w+/.exec(await first.innerText())?.[0];

    expect(await open("Second tab")).toBe(tag);
    expect(await open("Another visitor")).not.toBe(tag);
  });

  it("shows the host's own message even if the host has scrolled up, and keeps a text that was not sent", async () => {
    for (const text of ["/help", "/info", "/help", "/info", "/help", "/info"]) {
      await tab.sayAsHost(text);
    }
    await tab.hostLog.locator(".message").nth(12).waitFor();
    await tab.hostLog.evaluate((log: { scrollTop: number }) => {
      log.scrollTop = 0;
    });

    await tab.sayAsHost("Where is it?");
    const own = tab.hostLog.locator(".own", { hasText: "Where is it?" });
    await own.waitFor();
    await eventually("the host's own message is in view", () =>
      own.evaluate((it: { getBoundingClientRect(): { readonly top: number } }) => {
        const { top } = it.getBoundingClientRect();
        return top > 0 && top < 800;
      }),
    );

    await tab.page.route("**/playground/say", (route) => route.abort());
    await tab.sayAsHost("Not lost");
    await tab.page.getByText("The playground did not respond.").waitFor();
    expect(await tab.page.getByLabel("Message in the group").inputValue()).toBe("Not lost");
    tab.complaints.length = 0;
  });

  it.each([
    [320, 640],
    [740, 360],
    // 1280 x 800 at 200 % zoom.
    [640, 400],
  ])("fits a window of %i x %i", async (width, height) => {
    await tab.page.setViewportSize({ width, height });

    const overflow = await tab.page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    for (const field of [tab.shop.locator("textarea"), tab.page.getByLabel("Message in the group")]) {
      await field.scrollIntoViewIfNeeded();
      await field.click();
    }
  });

  it("lets the host drop the channel, and host it again", async () => {
    const again = tab.page.getByRole("button", { name: "/host kite-demo", exact: true });
    await tab.sayAsVisitor("Before the end");
    await tab.hostLog.locator(".message", { hasText: "Before the end" }).waitFor();
    await tab.sayAsHost("/drop");
    await tab.hostLog.locator(".message", { hasText: "The channel kite-demo has ended" }).waitFor();

    const hosted = tab.hostLog.locator(".message", {
      hasText: "This chat hosts the channel kite-demo now",
    });
    const before = await hosted.count();
    // The name is free after everything was erased.
    while ((await hosted.count()) === before) {
      await again.click();
      await tab.page.waitForTimeout(2_000);
    }
    await tab.page.reload();
    await tab.openChat();
    await tab.sayAsVisitor("Back again");

    await tab.hostLog.locator(".message", { hasText: "Back again" }).waitFor({ timeout: 60_000 });
  }, 120_000);
});
