import { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

describeShop("the widget, while its bundle loads or when it cannot", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  /** Opens a page whose bundles wait. @returns a function that lets them load, and waits until one was loaded */
  async function visitSlowly(): Promise<() => Promise<void>> {
    const context = await site.newContext();
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await context.route("**/widget-*.js", async (route) => {
      await released;
      await route.continue();
    });
    chat = await site.openTab(context);
    await chat.launcher.click();
    return async () => {
      const loaded = chat.page.waitForResponse("**/widget-*.js");
      release();
      await (await loaded).finished();
    };
  }

  it("stays away if the page removes it meanwhile", async () => {
    const release = await visitSlowly();
    await chat.page.evaluate("kite.destroy()");
    await release();
    await chat.page.waitForTimeout(500);

    expect(await chat.page.locator("kite-chat, kite-chat-panel").count()).toBe(0);
    expect(chat.sockets).toBe(0);
  });

  it("appears once, in the language to which the page changes it meanwhile", async () => {
    const release = await visitSlowly();
    await chat.page.evaluate("kite.configure({ language: 'de' })");
    await release();

    await chat.page.getByLabel("Ihre Nachricht").waitFor();
    await chat.page.waitForTimeout(500);
    expect(await chat.page.locator("kite-chat-panel").count()).toBe(1);
    expect(chat.sockets).toBe(1);
  });

  it("stays away if the page removes it before the page itself is loaded", async () => {
    const src = `${site.filesOrigin}/widget.js?c=${site.channel}`;
    chat = await site.visit({ body: `<script src="${src}"></script><script>kite.destroy()</script>` });
    await chat.page.waitForLoadState("load");

    expect(await chat.page.locator("kite-chat").count()).toBe(0);
  });

  it("closes with an explanation, and can be opened again", async () => {
    const context = await site.newContext();
    await context.route("**/widget-*.js", (route) => route.abort());
    chat = await site.openTab(context);
    await chat.launcher.click();
    await chat.page.waitForFunction(
      "document.querySelector('kite-chat').root.querySelector('button').ariaExpanded === 'false'",
    );
    expect(chat.complaints.splice(0).join("\n")).toContain("could not be loaded");

    await context.unroute("**/widget-*.js");
    await chat.openChat();
    await chat.send("At the second attempt");
  });

  it("shows a sentence with a link that loads it again, on a page that is nothing but the chat", async () => {
    const context = await site.newContext();
    await context.route("**/widget-*.js", (route) => route.abort());
    chat = new ChatPage(await context.newPage());
    await chat.page.goto(site.opened.playground.webhookUrl.replace(/tg$/, `chat/${site.channel}`));
    const link = chat.page.getByRole("link", { name: "load the page again" });
    await link.waitFor();
    await chat.page.waitForTimeout(300);
    expect(await link.isVisible()).toBe(true);
    expect(chat.complaints.splice(0).join("\n")).toContain("could not be loaded");

    await context.unroute("**/widget-*.js");
    await link.click();
    await chat.send("On the chat page");
    expect(await link.isVisible()).toBe(false);
  });

  it("opens without a token where the page's function never returns one", async () => {
    chat = await site.visit({});
    await chat.page.evaluate("kite.identify({ token: () => new Promise(() => {}) })");
    await chat.openChat();
    await chat.send("Nobody signs me in");
  });

  it("stays in its language when the bundle of another one cannot be loaded", async () => {
    const context = await site.newContext();
    chat = await site.openTab(context);
    await chat.openChat();
    await context.route("**/widget-*.js", (route) => route.abort());
    const failed = chat.page.waitForEvent("console", (it) => it.text().includes("could not be loaded"));
    await chat.page.evaluate("kite.configure({ language: 'de' })");
    await failed;

    const languages =
      "[...document.querySelectorAll('kite-chat')].map((it) => it.root.querySelector('kite-chat-panel').root.querySelector('dialog').lang)";
    expect(await chat.page.evaluate(languages)).not.toContain("de");
    await context.unroute("**/widget-*.js");
    await chat.page.evaluate("kite.configure({ language: 'de' })");
    await chat.page.getByLabel("Ihre Nachricht").waitFor();
    expect(await chat.page.evaluate(languages)).toEqual(["de"]);
    expect(chat.complaints.splice(0).join("\n")).toContain("could not be loaded");
  });
});
