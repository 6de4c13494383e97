import type { Page } from "playwright-core";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("the page's fault panel", (executablePath) => {
  let opened: OpenPlayground;
  let page: Page;
  let tab: Tab;

  beforeAll(async () => {
    opened = await openPlayground(executablePath);
  }, 60_000);
  afterAll(() => opened?.close());
  beforeEach(async () => {
    page = await opened.browser.newPage({ viewport: { width: 1280, height: 900 } });
    tab = await Tab.open(page, opened.playground.url);
  });
  afterEach(async () => {
    await page
      .getByRole("button", { name: "Let everything work" })
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await page.close();
    expect(tab.complaints).toEqual([]);
  });

  const panel = () => page.locator("#faults");
  const says = () => page.locator("#faults-status");

  it("is closed at first, opens by keyboard, and names every place with what can go wrong there", async () => {
    expect(await page.getByLabel("Tables").isVisible()).toBe(false);

    await panel().locator("summary").focus();
    await page.keyboard.press("Enter");

    for (const name of [
      "New sockets",
      "Frames",
      "$disconnect",
      "Pushes to sockets",
      "HTTP requests",
      "Tables",
      "Queues",
      "Buckets",
      "Telegram",
    ]) {
      const select = page.getByRole("combobox", { name, exact: true });
      expect(await select.inputValue()).toBe("");
      expect(await select.locator("option").count()).toBeGreaterThan(1);
    }
    expect(await says().textContent()).toBe("Everything works.");
  });

  it("lets frames be refused by keyboard alone, says so, and lets them work again", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Frames", exact: true }).focus();
    await page.keyboard.press("ArrowDown");
    await says().filter({ hasText: "a frame is answered “Too Many Requests”" }).waitFor();
    expect(await panel().locator("summary").textContent()).toBe("Let something go wrong (1 on)");

    await tab.sayAsVisitor("In vain");
    await page.locator("#frames").getByText("Too Many Requests").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Let everything work" }).click();
    await says().filter({ hasText: "Everything works." }).waitFor();
    await tab.sayAsVisitor("At last");

    await tab.hostLog.locator(".message", { hasText: "At last" }).waitFor();
  });

  it("lets Telegram refuse the bot, and what waited comes when it works again", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Telegram", exact: true }).selectOption("serverError");
    await says().filter({ hasText: "500" }).waitFor();
    await tab.sayAsVisitor("Through thick and thin");
    await tab.visitorLog.locator(".own", { hasText: "✓ Stored" }).last().waitFor();
    expect(await tab.hostLog.locator(".message", { hasText: "Through thick and thin" }).count()).toBe(0);

    await page.getByRole("combobox", { name: "Telegram", exact: true }).selectOption("");

    await tab.hostLog.locator(".message", { hasText: "Through thick and thin" }).waitFor({ timeout: 40_000 });
  });

  const timeLater = (span: string) => says().filter({ hasText: `${span} later:` });
  const lost = () => page.locator("#visitor-status:not([data-state=joined])").waitFor({ state: "attached" });
  const comesBack = async (text: string) => {
    await page.locator("#visitor-status[data-state=joined]").waitFor();
    await tab.sayAsVisitor(text);
    await tab.hostLog.locator(".message", { hasText: text }).waitFor();
  };

  it("cuts all sockets, and the visitor comes back by itself", async () => {
    await panel().locator("summary").click();
    const left = lost();

    await page.getByRole("button", { name: "Cut all sockets" }).click();

    await left;
    await comesBack("After the cut");
  });

  it("lets ten idle minutes pass by keyboard: the socket is closed, and the visitor comes back by itself", async () => {
    await panel().locator("summary").click();
    await page
      .getByRole("group", { name: "Let time pass:" })
      .getByRole("button", { name: "1 minute" })
      .focus();
    await page.keyboard.press("Enter");
    await timeLater("1 minute").filter({ hasText: "0 sockets closed, 1 left open" }).waitFor();
    expect(await page.locator("#visitor-status").getAttribute("data-state")).toBe("joined");
    const closed = page.waitForEvent("websocket");
    const left = lost();

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    await timeLater("10 minutes").filter({ hasText: "1 socket closed" }).waitFor();
    expect(await says().getAttribute("role")).toBe("status");
    await left;
    await closed;
    await comesBack("After ten minutes");
  });

  it("closes a socket that talks after two hours, not before", async () => {
    await panel().locator("summary").click();
    const letPass = async (minutes: number) => {
      const response = await page.request.post(`${opened.playground.url}/playground/time`, {
        data: { minutes },
      });
      return (await response.json()) as { readonly closedSockets: number };
    };
    const acknowledged = tab.visitorLog.locator(".own", { hasText: "✓" });
    const closings: number[] = [];
    for (let talk = 1; talk <= 13; talk++) {
      await tab.sayAsVisitor(`Still here, round ${talk}!`);
      await acknowledged.filter({ hasText: `Still here, round ${talk}!` }).waitFor();
      closings.push((await letPass(9)).closedSockets);
    }
    await tab.sayAsVisitor("One last word");
    await acknowledged.filter({ hasText: "One last word" }).waitFor();
    const left = lost();

    closings.push((await letPass(3)).closedSockets);

    expect(closings).toEqual([...Array<number>(13).fill(0), 1]);
    await left;
    await comesBack("After two hours");
  });

  it("lets what runs end, though two hours pass meanwhile", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Tables", exact: true }).selectOption("delay");
    await says().filter({ hasText: "waits" }).waitFor();
    const failures = () => opened.log.filter((line) => /timed out/i.test(line));
    await tab.sayAsVisitor("Slow but sure");

    await page.getByRole("button", { name: "2 hours" }).click();
    await timeLater("2 hours").waitFor();
    await page.getByRole("button", { name: "Let everything work" }).click();

    await tab.hostLog.locator(".message", { hasText: "Slow but sure" }).waitFor();
    expect(failures()).toEqual([]);
  });

  it("shows another tab what is on, and takes nothing from another site", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Tables", exact: true }).selectOption("delay");
    await says().filter({ hasText: "waits" }).waitFor();

    const other = await opened.browser.newPage();
    await Tab.open(other, opened.playground.url);
    await other.locator("#faults summary").filter({ hasText: "(1 on)" }).waitFor();
    await other.close();
    const foreign = await fetch(`${opened.playground.url}/playground/faults`, {
      method: "POST",
      headers: { origin: "https://elsewhere.example", "content-type": "application/json" },
      body: '{"place":"frame","kind":"lose"}',
    });

    expect(foreign.status).toBe(403);
    expect(await (await fetch(`${opened.playground.url}/playground/faults`)).json()).toMatchObject({
      places: expect.arrayContaining([expect.objectContaining({ place: "frame", chosen: "" })]),
    });
  });

  it("fits a narrow screen", async () => {
    await page.setViewportSize({ width: 360, height: 720 });
    await panel().locator("summary").click();

    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await page.getByRole("button", { name: "Cut all sockets" }).isVisible()).toBe(true);
  });
});
