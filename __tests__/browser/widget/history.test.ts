import type { Locator } from "playwright-core";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

describeShop("the widget's list of messages", (site) => {
  let chat: ChatPage;
  const numbers = Array.from({ length: 75 }, (_, index) => `Line ${index + 1} of many`);

  beforeAll(async () => {
    chat = await site.visit();
    await chat.openChat();
    for (const text of numbers) {
      await chat.write(text);
    }
    const last = chat.page.locator("li.message.visitor.sent", { hasText: "Line 75 of many" });
    await last.waitFor({ timeout: 100_000 });
    await site.hostSees("Line 75 of many");
  }, 180_000);
  afterAll(() => chat?.close());
  beforeEach(async () => {
    await chat.page.reload();
    await chat.openChat();
    await line(75).waitFor();
  });
  afterEach(() => {
    expect(chat.complaints).toEqual([]);
  });

  const line = (number: number): Locator => chat.page.getByText(`Line ${number} of many`, { exact: true });
  const topOf = async (locator: Locator) => Math.round((await locator.boundingBox())?.y ?? Number.NaN);
  const log = () => chat.page.getByRole("log", { name: "Messages" });
  const scrollTo = (top: number) => log().evaluate((it: { scrollTop: number }, y) => (it.scrollTop = y), top);

  it("shows the newest page at first, scrolled to its end", async () => {
    expect(await line(45).count()).toBe(0);
    const { y = 0, height = 0 } = (await log().boundingBox()) ?? {};

    expect(await topOf(line(75))).toBeLessThan(y + height);
    expect(await chat.page.getByText("Hi there! How can we help?").count()).toBe(0);
  });

  it("loads older pages when the visitor scrolls up, and the visible messages keep their position", async () => {
    await scrollTo(110);
    const before = await topOf(line(47));
    await line(17).waitFor({ state: "attached" });
    expect(Math.abs((await topOf(line(47))) - before)).toBeLessThanOrEqual(1);

    await scrollTo(60);
    await line(1).waitFor({ state: "attached" });
    await scrollTo(0);
    await chat.page.getByText("Hi there! How can we help?").waitFor();
    expect(await chat.texts()).toEqual(numbers);
  });

  it("loads older pages even in a window whose socket another window has taken over", async () => {
    const other = await site.openTab(chat.page.context());
    await other.openChat();
    await other.message("visitor", numbers.at(-1) ?? "").waitFor();
    await scrollTo(0);
    await line(17).waitFor({ state: "attached" });

    expect(await chat.page.getByText("Loading messages…").count()).toBe(0);
    await other.page.close();
  });

  it("shows a button for new messages if the visitor has scrolled up, and scrolls down if the visitor sends", async () => {
    await scrollTo(300);
    site.say("Something new");
    const newer = chat.page.getByRole("button", { name: "New messages" });
    await newer.waitFor();
    const place = await topOf(line(75));
    expect(await log().evaluate((it: { scrollTop: number }) => it.scrollTop)).toBe(300);

    await newer.click();
    await newer.waitFor({ state: "detached" });
    expect(await topOf(line(75))).toBeLessThan(place);

    await scrollTo(300);
    await chat.send("My own message");
    expect(await newer.count()).toBe(0);
    const { y = 0, height = 0 } = (await log().boundingBox()) ?? {};
    expect(await topOf(chat.message("visitor", "My own message"))).toBeLessThan(y + height);
  });

  it("follows new messages although a picture has grown while the browser changed the scroll position", async () => {
    await log().evaluate(`(log) => new Promise((done) => {
      log.addEventListener("scroll", () => requestAnimationFrame(done), { once: true });
      log.scrollTop -= 13;
      log.querySelector("ol").lastElementChild.style.paddingBottom = "300px";
    })`);
    site.say("After the picture");
    await chat.message("host", "After the picture").waitFor();

    expect(await chat.page.getByRole("button", { name: "New messages" }).count()).toBe(0);
    const { y = 0, height = 0 } = (await log().boundingBox()) ?? {};
    expect(await topOf(chat.message("host", "After the picture"))).toBeLessThan(y + height);
  });
});
