import type { Locator } from "playwright-core";
import { describeInChromium } from "../find-chromium";
import { type ChatPage, ShopSite } from "./shop-site";
import { violations } from "./violations";

/** An image of one pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

describeInChromium("the appearance of the widget", (executablePath) => {
  let site: ShopSite;
  let chat: ChatPage;

  beforeAll(async () => {
    site = await ShopSite.open(executablePath);
  }, 60_000);
  afterAll(() => site?.close());
  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  it.each([
    { colorScheme: "light" as const, options: "" },
    { colorScheme: "dark" as const, options: "" },
    { colorScheme: "light" as const, options: 'data-color="#ffd54a" data-dir="rtl"' },
    { colorScheme: "dark" as const, options: 'data-color="#b00020"' },
  ])("has no axe violations in any state: $colorScheme $options", async ({ colorScheme, options }) => {
    const attributes = `data-ask-name data-privacy-url="/privacy" ${options}`;
    chat = await site.visit({ body: site.tag(attributes) }, { colorScheme });
    await chat.openChat();
    expect(await violations(chat.page)).toEqual([]);

    await chat.send("See https://tea.example");
    const input = chat.page.locator("input[type=file]");
    await input.setInputFiles({ name: "tea.png", mimeType: "image/png", buffer: picture });
    await chat.page.locator("li.message.visitor.sent img").waitFor();
    await input.setInputFiles({ name: "a.html", mimeType: "text/html", buffer: Buffer.from("<b>") });
    await chat.page.getByRole("alert").waitFor();
    expect(await violations(chat.page)).toEqual([]);

    await chat.page.context().setOffline(true);
    await chat.write("Typed without a network");
    await chat.page.getByText("Sending…").waitFor();
    expect(await violations(chat.page)).toEqual([]);
    await chat.page.context().setOffline(false);
    chat.complaints.length = 0;
  });

  it("has no axe violations on a phone or as a separate page", async () => {
    chat = await site.visit({}, { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
    await chat.openChat();
    await chat.send("From a phone");
    expect(await violations(chat.page)).toEqual([]);
    await chat.close();

    chat = await site.visit({ body: site.tag('data-display="page"') });
    await chat.panel.waitFor();
    expect(await violations(chat.page)).toEqual([]);
  });

  it("takes its colors from CSS variables, and has no animation with prefers-reduced-motion", async () => {
    const head = "<style>kite-chat{--kite-color:#7b1fa2;--kite-surface:#fffbe6;--kite-radius:0px}</style>";
    chat = await site.visit({ head });
    await chat.openChat();
    const styleOf = (element: Locator) =>
      element.evaluate((it) => {
        const { backgroundColor, borderRadius, animationName } =
          it.ownerDocument.defaultView.getComputedStyle(it);
        return { backgroundColor, borderRadius, animationName };
      });

    expect(await styleOf(chat.launcher)).toMatchObject({ backgroundColor: "rgb(123, 31, 162)" });
    expect(await styleOf(chat.page.locator("kite-chat-panel"))).toEqual({
      backgroundColor: "rgb(255, 251, 230)",
      borderRadius: "0px",
      animationName: "none",
    });
  });
});
