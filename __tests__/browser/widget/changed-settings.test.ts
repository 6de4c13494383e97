import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

describeShop("the widget's options", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  it("make the panel a modal dialog on a phone: the page behind it is inert", async () => {
    const viewport = { width: 390, height: 844 };
    const body = `<button id="behind">Buy</button>${site.tag()}`;
    chat = await site.visit({ body }, { viewport, hasTouch: true, isMobile: true });
    await chat.openChat();
    await chat.send("From a phone");

    const { panel, page } = chat;
    expect(await panel.evaluate((element) => element.matches(":modal"))).toBe(true);
    expect(await panel.boundingBox()).toEqual({ x: 0, y: 0, ...viewport });
    for (let press = 0; press < 10; press += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate("document.activeElement.id")).not.toBe("behind");
    }
    await page.setViewportSize({ width: 1000, height: 900 });
    await page.waitForFunction(
      "!document.querySelector('kite-chat').root.querySelector('kite-chat-panel').root.querySelector('dialog').matches(':modal')",
    );
    await page.setViewportSize(viewport);
    await chat.input.press("Escape");
    await panel.waitFor({ state: "hidden" });
    await page.locator("#behind").click();
    await chat.launcher.click();
    await panel.waitFor();
    expect(await chat.input.evaluate((element) => element.matches(":focus"))).toBe(true);
  });

  it("show a page that contains only the chat", async () => {
    chat = await site.visit(
      { body: `${site.tag('data-display="page"')}<kite-chat display="page"></kite-chat>` },
      { locale: "de-DE" },
    );
    await chat.page.getByRole("dialog", { name: "Schreiben Sie uns" }).waitFor();

    expect(await chat.page.locator("kite-chat-panel").boundingBox()).toEqual({
      x: 0,
      y: 0,
      width: 1280,
      height: 800,
    });
    expect(await chat.launcher.isVisible()).toBe(false);
    expect(await chat.page.getByRole("button", { name: "Chat schließen" }).count()).toBe(0);
    await chat.page.evaluate("kite.close()");
    expect(await chat.panel.isVisible()).toBe(true);
  });

  it("replace texts, for a language that the widget does not have", async () => {
    const texts = JSON.stringify({ title: "Napisz do nas", greeting: "Dzień dobry!", send: "Wyślij" });
    const body = `<kite-chat lang="pl" texts='${texts}'></kite-chat>${site.tag()}`;
    chat = await site.visit({ body });
    await chat.openChat();

    await chat.page.getByRole("dialog", { name: "Napisz do nas" }).waitFor();
    await chat.page.getByText("Dzień dobry!").waitFor();
    await chat.page.getByRole("button", { name: "Wyślij" }).waitFor();
    expect(await chat.panel.getAttribute("lang")).toBe("pl");
    await chat.page.getByRole("button", { name: "Attach a file" }).waitFor();
  });

  it("change while the chat is open, including the language", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("In English");
    await chat.page.evaluate("kite.configure({ heading: 'Tea talk' })");
    await chat.page.getByRole("dialog", { name: "Tea talk" }).waitFor();
    await chat.page.evaluate("kite.configure({ language: 'de' })");

    await chat.page.getByLabel("Ihre Nachricht").waitFor();
    await chat.message("visitor", "In English").waitFor();
    expect(await chat.page.locator("kite-chat-panel").count()).toBe(1);
  });

  it("set the direction", async () => {
    chat = await site.visit({ body: site.tag('data-dir="rtl"') });
    await chat.openChat();
    await chat.send("مرحبا");

    expect((await chat.launcher.boundingBox())?.x).toBe(20);
    const own = await chat.message("visitor", "مرحبا").boundingBox();
    const log = await chat.page.getByRole("log").boundingBox();
    expect(own?.x).toBe((log?.x ?? 0) + 16);
  });
});
