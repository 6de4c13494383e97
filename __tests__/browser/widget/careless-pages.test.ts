import { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

describeShop("the widget on a careless page", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  it('works where an element has the id "kite"', async () => {
    chat = await site.visit({ body: `<div id="kite">A kite for sale</div>${site.tag()}` });
    await chat.openChat();
    await chat.send("How much is it?");
  });

  it("works where the page's `lang` is not a language tag", async () => {
    chat = await site.visit({ html: 'lang="english"' });
    await chat.openChat();
    await chat.send("Hello");
  });

  it("works although a listener of the page throws, and reports the error", async () => {
    chat = await site.visit();
    await chat.launcher.waitFor();
    await chat.page.evaluate("kite.on('open', () => { throw new Error('a fault of the page'); })");
    await chat.openChat();
    await chat.send("Still there");

    expect(chat.complaints.splice(0)).toEqual(["a fault of the page"]);
  });

  it("works where the page defines Array.prototype.toJSON", async () => {
    const body = `<script>Array.prototype.toJSON = function () { return "[" + this.join() + "]"; };</script>${site.tag()}`;
    chat = await site.visit({ body });
    await chat.openChat();
    await chat.send("From the year 2008");
  });

  it("keeps the talk, the socket and the draft when the language changes, even if localStorage is blocked", async () => {
    const head = `<script>Object.defineProperty(window, "localStorage", { get() { throw new Error("blocked"); } });</script>`;
    chat = await site.visit({ head });
    await chat.openChat();
    await chat.send("In English");
    await chat.input.fill("Half a sen");
    await chat.page.evaluate("kite.configure({ language: 'de' })");
    const input = chat.page.getByLabel("Ihre Nachricht");
    await input.waitFor();

    expect(await input.inputValue()).toBe("Half a sen");
    expect(await chat.message("visitor", "In English").count()).toBe(1);
    await input.press("Enter");
    await chat.page.locator("li.message.visitor.sent", { hasText: "Half a sen" }).waitFor();
    expect(chat.sockets).toBe(1);
  });

  it("says that the chat is not available on the page of a channel that nobody hosts", async () => {
    chat = new ChatPage(await (await site.newContext()).newPage());
    await chat.page.goto(site.opened.playground.webhookUrl.replace(/tg$/, "chat/nobody-hosts-it"));
    await chat.page.getByRole("status").getByText("Chat is not available on this page.").waitFor();

    expect(await chat.page.title()).toBe("Chat with nobody-hosts-it");
    expect(chat.complaints.splice(0)).toEqual([expect.stringContaining("This chat does not exist")]);
  });
});
