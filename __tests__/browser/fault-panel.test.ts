import type { Page } from "playwright-core";
import { describeInChromium } from "./find-chromium";
import { type OpenPlayground, openPlayground, Tab } from "./open-playground";

describeInChromium("the playground's fault panel", (executablePath) => {
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
      .getByRole("button", { name: "Remove all faults" })
      .click({ timeout: 1000 })
      .catch(() => undefined);
    await page.close();
    expect(tab.complaints).toEqual([]);
  });

  const panel = () => page.locator("#faults");
  const says = () => page.locator("#faults-status");

  it("is closed at first, opens with the keyboard, and lists every place with its faults", async () => {
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
    expect(await says().textContent()).toBe("No active faults.");
  });

  it("injects and removes a fault of frames with the keyboard alone, and displays its state", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Frames", exact: true }).focus();
    await page.keyboard.press("ArrowDown");
    await says().filter({ hasText: "a frame is answered with “Too Many Requests”" }).waitFor();
    expect(await panel().locator("summary").textContent()).toBe("Tools (1 active)");

    await tab.sayAsVisitor("In vain");
    await tab.frame("Too Many Requests").waitFor();
    await page.getByRole("button", { name: "Remove all faults" }).click();
    await says().filter({ hasText: "No active faults." }).waitFor();
    await tab.sayAsVisitor("At last");

    await tab.hostLog.locator(".message", { hasText: "At last" }).waitFor();
  });

  it("makes Telegram fail, and pending messages arrive when the fault is removed", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Telegram", exact: true }).selectOption("serverError");
    await says().filter({ hasText: "500" }).waitFor();
    await tab.sayAsVisitor("Through thick and thin");
    await tab.sent("Through thick and thin").waitFor();
    expect(await tab.hostLog.locator(".message", { hasText: "Through thick and thin" }).count()).toBe(0);

    await page.getByRole("combobox", { name: "Telegram", exact: true }).selectOption("");

    await tab.hostLog.locator(".message", { hasText: "Through thick and thin" }).waitFor({ timeout: 40_000 });
  });

  const timeLater = (span: string) => says().filter({ hasText: `Advanced by ${span}:` });
  const comesBack = async (text: string) => {
    await tab.sayAsVisitor(text);
    await tab.hostLog.locator(".message", { hasText: text }).waitFor();
  };

  it("cuts all sockets, and the visitor reconnects", async () => {
    await panel().locator("summary").click();
    const opensAgain = page.waitForEvent("websocket");

    await page.getByRole("button", { name: "Cut all sockets" }).click();

    await opensAgain;
    await comesBack("After the cut");
  });

  it("advances the clock with the keyboard: after ten idle minutes the socket closes, and the visitor reconnects", async () => {
    await panel().locator("summary").click();
    await page
      .getByRole("group", { name: "Advance the clock:" })
      .getByRole("button", { name: "1 minute" })
      .focus();
    await page.keyboard.press("Enter");
    await timeLater("1 minute").filter({ hasText: "0 sockets closed, 1 still open" }).waitFor();
    const opensAgain = page.waitForEvent("websocket");

    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");

    await timeLater("10 minutes").filter({ hasText: "1 socket closed" }).waitFor();
    expect(await says().getAttribute("role")).toBe("status");
    await opensAgain;
    await comesBack("After ten minutes");
  });

  it("closes an active socket after two hours, and not earlier", async () => {
    await panel().locator("summary").click();
    const advanceClock = async (minutes: number) => {
      const response = await page.request.post(`${opened.playground.url}/playground/time`, {
        data: { minutes },
      });
      return (await response.json()) as { readonly closedSockets: number };
    };
    const closings: number[] = [];
    for (let talk = 1; talk <= 13; talk++) {
      await tab.sayAsVisitor(`Still here, round ${talk}!`);
      await tab.sent(`Still here, round ${talk}!`).waitFor();
      closings.push((await advanceClock(9)).closedSockets);
    }
    await tab.sayAsVisitor("One last word");
    await tab.sent("One last word").waitFor();
    const opensAgain = page.waitForEvent("websocket");

    closings.push((await advanceClock(3)).closedSockets);

    expect(closings).toEqual([...Array<number>(13).fill(0), 1]);
    await opensAgain;
    await comesBack("After two hours");
  });

  it("does not time out running functions when the clock advances by two hours", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Tables", exact: true }).selectOption("delay");
    await says().filter({ hasText: "delayed" }).waitFor();
    const failures = () => opened.log.filter((line) => /timed out/i.test(line));
    await tab.sayAsVisitor("Slow but sure");

    await page.getByRole("button", { name: "2 hours" }).click();
    await timeLater("2 hours").waitFor();
    await page.getByRole("button", { name: "Remove all faults" }).click();

    await tab.hostLog.locator(".message", { hasText: "Slow but sure" }).waitFor();
    expect(failures()).toEqual([]);
  });

  it("displays active faults in another tab, and rejects requests from another site", async () => {
    await panel().locator("summary").click();
    await page.getByRole("combobox", { name: "Tables", exact: true }).selectOption("delay");
    await says().filter({ hasText: "delayed" }).waitFor();

    const other = await opened.browser.newPage();
    await Tab.open(other, opened.playground.url);
    await other.locator("#faults summary").filter({ hasText: "(1 active)" }).waitFor();
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
