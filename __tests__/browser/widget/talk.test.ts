import { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { violations } from "./violations";

/** Returns the names of all that a page has stored. Runs in the page. */
const everythingStored = `(async () => [
  ...Object.keys(localStorage),
  ...Object.keys(sessionStorage),
  ...(await indexedDB.databases()).map(({ name }) => name),
  ...(await caches.keys()),
  ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
])()`;

describeShop("the widget", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  it("requests only the loader, stores nothing and opens no socket before the first open", async () => {
    const context = await site.newContext();
    chat = new ChatPage(await context.newPage());
    const requested: string[] = [];
    chat.page.on("request", (request) => requested.push(request.url()));
    const url = site.addPage();
    await chat.page.goto(url);
    await chat.launcher.hover();
    await chat.launcher.focus();
    await chat.page.waitForTimeout(500);

    expect(requested).toEqual([url, `${site.filesOrigin}/widget.js?c=${site.channel}`]);
    expect(chat.sockets).toBe(0);
    expect(await chat.page.evaluate(everythingStored)).toEqual([]);
    expect(await context.cookies()).toEqual([]);

    await chat.openChat();
    await chat.send("With consent");
    expect(requested.slice(2)).toEqual([`${site.filesOrigin}/${site.widget.bundle.name}`]);
    expect(chat.sockets).toBe(1);
    expect(await chat.page.evaluate(everythingStored)).not.toEqual([]);
    expect(await context.cookies()).toEqual([]);
  });

  it("opens, sends, receives, and shows the conversation again after a reload", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.page.getByText("Hi there! How can we help?").waitFor();
    await chat.send("Do you ship to Lviv? <b>https://tea.example/faq</b>");
    await site.hostSees("Do you ship to Lviv?");
    site.say("We do, in two days.");
    await chat.message("host", "We do, in two days.").waitFor();
    const link = chat.page.getByRole("link", { name: "https://tea.example/faq" });
    expect(await link.getAttribute("rel")).toBe("noopener nofollow ugc");

    await chat.page.reload();
    await chat.openChat();
    await chat.message("visitor", "Do you ship to Lviv?").waitFor();
    await chat.message("host", "We do, in two days.").waitFor();
    // A list without a scroll bar loads older messages automatically. There are none, so the greeting is shown.
    await chat.page.getByText("Hi there! How can we help?").waitFor();
  });

  it("groups messages by day, each with its time", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("Said today");
    await chat.page.locator("li.day", { hasText: "Today" }).waitFor();
    await chat.page.clock.install({ time: Date.now() + 24 * 3600 * 1000 });
    await chat.page.reload();
    await chat.openChat();
    await chat.message("visitor", "Said today").waitFor();

    expect(await chat.page.locator("li.day").allInnerTexts()).toEqual(["Yesterday"]);
    const time = await chat.message("visitor", "Said today").locator("time").innerText();
    expect(time).toMatch(/^\d{1,2}:\d\d\s[AP]M$/);
  });

  it("counts messages that arrive while the panel is closed, and returns the focus to the launcher", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("Are you there?");
    await site.hostSees("Are you there?");
    await chat.page.keyboard.press("Escape");
    await chat.panel.waitFor({ state: "hidden" });
    site.say("Yes!");

    await chat.page.getByRole("button", { name: "Open the chat, unread messages: 1" }).waitFor();
    await chat.page.keyboard.press("Enter");
    await chat.message("host", "Yes!").waitFor();
    await chat.page.waitForFunction(
      "kite && document.querySelector('kite-chat').root.querySelector('.badge').hidden",
    );
  });

  it("sends files, and reports before the upload which files cannot be sent", async () => {
    chat = await site.visit();
    await chat.openChat();
    const input = chat.page.locator("input[type=file]");
    await input.setInputFiles({ name: "a.html", mimeType: "text/html", buffer: Buffer.from("<b>") });
    await chat.page.getByText("You can send photos, GIFs, MP4 videos, PDF and ZIP files.").waitFor();
    const photo = { name: "big.jpg", mimeType: "image/jpeg", buffer: Buffer.alloc(6_000_000) };
    await input.setInputFiles(photo);
    await chat.page.getByText("Photos up to 5 MB, please.").waitFor();

    await input.setInputFiles({
      name: "list.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF-1.7"),
    });
    await chat.page.locator("li.message.visitor.sent", { hasText: "list.pdf" }).waitFor();
    expect(chat.sent.filter((frame) => frame.startsWith('["UPL"'))).toHaveLength(1);
  });

  it("deletes the whole conversation at a logout", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("My order is 4711");
    await chat.page.evaluate("kite.reset()");

    await chat.message("visitor", "My order is 4711").waitFor({ state: "detached" });
    await chat.page.getByText("Hi there! How can we help?").waitFor();
    await chat.page.reload();
    await chat.openChat();
    await chat.send("Somebody else");
    expect(await chat.message("visitor", "My order is 4711").count()).toBe(0);
  });

  it("has no axe violations when it is closed, open, or contains messages", async () => {
    chat = await site.visit();
    await chat.launcher.waitFor();
    expect(await violations(chat.page)).toEqual([]);

    await chat.openChat();
    await chat.send("Hello");
    await chat.page.waitForTimeout(300);
    expect(await violations(chat.page)).toEqual([]);
  });
});
