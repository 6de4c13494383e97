import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { SocketProxy } from "./socket-proxy";

describeShop("the widget's options and API", (site) => {
  let proxy: SocketProxy;
  let chat: ChatPage;

  beforeAll(async () => {
    proxy = await SocketProxy.open(site.endpoint);
  });
  afterAll(() => proxy?.close());
  beforeEach(() => {
    site.served = { endpoint: proxy.endpoint };
  });
  afterEach(async () => {
    await chat.close();
    proxy.reset();
    expect(chat.complaints).toEqual([]);
  });

  const joins = () => proxy.typed("JOIN");

  it("ask-name asks for the name once, and the host sees the name", async () => {
    chat = await site.visit({ body: site.tag("data-ask-name") });
    await chat.openChat();
    await chat.page.getByLabel("Your name").fill("Olena");
    await chat.send("I have a question about oolong");
    await site.hostSees("I have a question about oolong");
    expect(site.hostMessages.find((it) => it.includes("oolong"))).toContain("Olena");

    await chat.page.reload();
    await chat.openChat();
    await chat.message("visitor", "oolong").waitFor();
    expect(await chat.page.getByLabel("Your name").count()).toBe(0);
    expect(joins().at(-1)?.[2]).toBe("Olena");
  });

  it.each([
    ["https://shop.example/privacy", 1],
    ["/privacy", 1],
    ["javascript:alert(1)", 0],
    ["http://", 0],
  ])("privacy-url shows %s in %d links", async (url, count) => {
    chat = await site.visit({ body: site.tag(`data-privacy-url="${url}"`) });
    await chat.openChat();
    await chat.send("Private?");

    expect(await chat.page.getByRole("link", { name: "Privacy" }).count()).toBe(count);
  });

  it("texts replaces texts of the panel, and keeps the others", async () => {
    const texts = JSON.stringify({ greeting: "Ahoj!", placeholder: "Napište zprávu" });
    chat = await site.visit({ body: site.tag(`data-texts='${texts}'`) });
    await chat.openChat();

    await chat.page.getByText("Ahoj!").waitFor();
    expect(await chat.input.getAttribute("placeholder")).toBe("Napište zprávu");
    await chat.page.getByRole("button", { name: "Send" }).waitFor();
  });

  it("send the page as CTX, without the query of its URL, to a server that accepts CTX", async () => {
    site.served = { endpoint: proxy.endpoint, accepts: ["CTX"] };
    proxy.fate = ([type]) => (type === "CTX" ? { answer: ["OK"] } : "handled");
    chat = await site.visit({}, { timezoneId: "Europe/Kyiv" });
    await chat.page.goto(`${chat.page.url()}?token=secret#fragment`);
    await chat.openChat();
    await chat.send("Where am I?");

    const page = chat.page.url().replace(/\?.*/, "");
    const zone = await chat.page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone");
    expect(proxy.typed("CTX")).toEqual([["CTX", page, "Shop", "en", zone, []]]);
  });

  it("send a valid CTX even if the page has a long title, an odd language and an odd time zone", async () => {
    site.served = { endpoint: proxy.endpoint, accepts: ["CTX"] };
    const head = `<script>
      document.title = "Tea ".repeat(1250);
      Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: "Middle Earth" });
    </script>`;
    chat = await site.visit({ html: 'lang="en_GB.UTF-8"', head });
    await chat.openChat();
    await chat.send("Where am I?");

    expect(proxy.typed("CTX")).toEqual([["CTX", chat.page.url(), "Tea ".repeat(50), null, null, []]]);
    // The server answers OK to JOIN and to CTX.
    expect(chat.received.filter((answer) => answer === '["OK"]')).toHaveLength(2);
    expect(chat.received.filter((answer) => answer.startsWith('["ERR"'))).toEqual([]);
  });

  it.each([
    ["the server does not accept it", {}, ""],
    ["the page opts out", { accepts: ["CTX"] }, 'data-context="off"'],
  ])("send no CTX if %s", async (_, served, attributes) => {
    site.served = { endpoint: proxy.endpoint, ...served };
    chat = await site.visit({ body: site.tag(attributes) });
    await chat.openChat();
    await chat.send("Nowhere");

    expect(proxy.typed("CTX")).toEqual([]);
  });

  it("identify adds a token to each JOIN, and calls the async function for it each time", async () => {
    proxy.fate = ([type]) => (type === "JOIN" ? { answer: ["OK"] } : "handled");
    chat = await site.visit();
    await chat.page.evaluate(`
      window.asked = 0;
      kite.identify({ token: async () => "ann.17" + ++asked + "." + "s".repeat(43) });
    `);
    await chat.openChat();
    await chat.page.waitForFunction("asked >= 2");
    await chat.input.waitFor();
    proxy.cut();
    await chat.page.waitForFunction("asked >= 3");

    const tokens = joins().map((frame) => frame[4]);
    expect(tokens.length).toBeGreaterThanOrEqual(2);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(tokens.every((token) => /^ann\.17\d\.s{43}$/.test(String(token)))).toBe(true);
  });

  it("identify rejects an invalid token, and the visitor does not change", async () => {
    chat = await site.visit();
    await chat.page.evaluate('kite.identify({ token: "no token" })');
    await chat.openChat();
    await chat.send("Unsigned");

    expect(joins().map((frame) => frame.length)).toEqual([4]);
    expect(chat.complaints.splice(0).join()).toContain("expected a token of the form id.expiry.signature");
  });

  it("reset in a tab that never opened the chat also deletes the conversation in the other tabs", async () => {
    const context = await site.newContext();
    chat = await site.openTab(context);
    await chat.openChat();
    await chat.send("Before the logout");
    const other = await site.openTab(context);
    await other.launcher.waitFor();
    await other.page.evaluate("kite.reset()");

    await chat.message("visitor", "Before the logout").waitFor({ state: "detached" });
    await other.close();
  });

  it("identify leaves the visitor logged out if its token arrives after a logout", async () => {
    chat = await site.visit();
    await chat.launcher.waitFor();
    await chat.page.evaluate(`
      kite.identify({ token: () => new Promise((resolve) => setTimeout(resolve, 1500, "alice.1900000000." + "s".repeat(43))) });
      kite.open();
      setTimeout(() => kite.reset(), 700);`);
    await chat.send("I am nobody");

    expect(await chat.page.evaluate("Object.keys(localStorage).join()")).not.toContain("alice");
  });

  it("reset after a logout leaves nothing in storage, in any tab", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("My order is 4711");
    const other = await site.openTab(chat.page.context());
    await other.openChat();
    await other.message("visitor", "My order is 4711").waitFor();
    await other.input.fill("A secret draft");
    await other.page.evaluate("kite.close()");
    await chat.page.evaluate("kite.close(); kite.reset()");

    await other.message("visitor", "My order is 4711").waitFor({ state: "detached" });
    const stored = (await chat.page.evaluate("JSON.stringify(localStorage)")) as string;
    expect(stored).not.toMatch(/4711|draft|member/);
    expect(await other.page.evaluate("JSON.stringify(localStorage)")).toBe(stored);
    await other.page.evaluate("kite.open()");
    await other.input.waitFor();
    expect(await other.input.inputValue()).toBe("");
  });

  it("are read from a script that Google Tag Manager adds after the page has loaded", async () => {
    chat = await site.visit({ body: "Loaded before" });
    const source = `${site.filesOrigin}/widget.js?c=${site.channel}&heading=Tagged&ask-name=on`;
    await chat.page.evaluate(`(() => {
      const script = document.createElement("script");
      script.src = ${JSON.stringify(source)};
      document.head.append(script);
    })()`);
    await chat.openChat();

    await chat.page.getByRole("dialog", { name: "Tagged" }).waitFor();
    await chat.page.getByLabel("Your name").waitFor();
  });

  it("can be queued before the script has run, and events are emitted in order", async () => {
    const queue = `<script>
      window.events = [];
      (window.kite ||= []).push(["configure", { heading: "Queued" }], ["open"]);
      for (const type of ["open", "unread", "message"]) {
        kite.push(["on", type, (it) => events.push([type, it.text ?? it])]);
      }
    </script>`;
    chat = await site.visit({ body: queue + site.tag() });
    await chat.page.getByRole("dialog", { name: "Queued" }).waitFor();
    await chat.send("Ring me");
    await chat.page.evaluate("kite.toggle()");
    await site.reply("Ring me", "Ringing");
    await chat.page.getByRole("button", { name: /unread messages: 1/ }).waitFor();
    expect(await chat.page.locator("kite-chat .badge").textContent()).toBe("1");
    await chat.page.evaluate("kite.open()");
    await chat.page.waitForFunction("events.length >= 5");

    expect(await chat.page.evaluate("events")).toEqual([
      ["open", false],
      ["unread", 1],
      ["message", "Ringing"],
      ["open", true],
      ["unread", 0],
    ]);
  });

  it("destroy closes the socket and removes everything, and a new script starts a new chat", async () => {
    chat = await site.visit();
    await chat.openChat();
    await chat.send("Before the end");
    await chat.page.evaluate("kite.destroy()");
    await chat.page.waitForFunction("!document.querySelector('kite-chat') && window.kite === undefined");
    await chat.page.waitForTimeout(0);
    expect(proxy.typed("TXT")).toHaveLength(1);

    await chat.page.addScriptTag({ url: `${site.filesOrigin}/widget.js?c=${site.channel}` });
    await chat.openChat();
    await chat.message("visitor", "Before the end").waitFor();
    expect(proxy.open).toBe(1);
  });
});
