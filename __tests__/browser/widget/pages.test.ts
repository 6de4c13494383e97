import { buildSync } from "esbuild";
import { repositoryFolder } from "../../../constructs/repository";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

/** Returns how an element looks. Runs in the page. */
function looksIn(element: {
  readonly ownerDocument: { readonly defaultView: { getComputedStyle(it: unknown): Record<string, string> } };
  checkVisibility(options: object): boolean;
}): object {
  const { color, backgroundColor, fontSize, fontFamily, filter, clipPath } =
    element.ownerDocument.defaultView.getComputedStyle(element);
  const isVisible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  return { isVisible, color, backgroundColor, fontSize, fontFamily, filter, clipPath };
}

describeShop("the widget works on a page", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  /** Opens the chat, and sends a text. */
  async function talk(text: string): Promise<void> {
    await chat.openChat();
    await chat.send(text);
  }

  it("that forbids the chat's sockets in its Content-Security-Policy: the reason is logged", async () => {
    const policy = "connect-src 'none'";
    chat = await site.visit({ headers: { "content-security-policy": policy } });
    await chat.openChat();

    await chat.page.getByText("Chat is not available on this page.").waitFor();
    expect(chat.complaints.join("\n")).toContain("connect-src of the page the server");
    chat.complaints.length = 0;
  });

  it.each(["10px", "24px"])("with a root font of %s, in equal size", async (size) => {
    chat = await site.visit({ head: `<style>html{font-size:${size}}</style>` });
    await talk("Measured");

    expect(await chat.page.locator("kite-chat-panel").boundingBox()).toMatchObject({
      width: 384,
      height: 640,
    });
    expect(await chat.launcher.boundingBox()).toMatchObject({ width: 56, height: 56 });
  });

  it("with another copy of Lit and with Trusted Types", async () => {
    const { filesOrigin, chatOrigin } = site;
    const { outputFiles } = buildSync({
      stdin: {
        contents: `import { html, render } from "lit-html";
render(html\`<p>\${"Lit of the page"}</p>\`, document.querySelector("main"));`,
        resolveDir: repositoryFolder,
      },
      bundle: true,
      write: false,
    });
    const policy = `connect-src ${chatOrigin} ${chatOrigin.replace("http", "ws")} ${filesOrigin}; require-trusted-types-for 'script'; trusted-types kite-chat lit-html`;
    chat = await site.visit({
      headers: { "content-security-policy": policy },
      body: `<main></main><script>${outputFiles[0]?.text}</script>${site.tag()}`,
    });
    await talk("Two of them");

    await chat.page.getByText("Lit of the page").waitFor();
    expect(await chat.page.evaluate("litHtmlVersions.length")).toBe(1);
  });

  it.each([
    [
      "resize, move and fade everything",
      "*{display:none!important;font-size:60px!important;color:lime!important;position:relative!important;transform:rotate(9deg)!important;opacity:.1!important} html,head~body{display:block!important;transform:none!important;opacity:1!important}",
    ],
    [
      "unset and hide everything",
      "*{all:unset!important;display:none!important} html,head~body{display:block!important}",
    ],
    [
      "hide the chat by its name",
      "kite-chat,kite-chat *,kite-chat-panel{visibility:hidden!important;opacity:0!important;width:0!important;height:0!important;overflow:hidden!important;clip-path:inset(50%)!important;filter:blur(9px)!important;scale:0!important;contain:strict!important;pointer-events:none!important}",
    ],
  ])(
    "with style sheets that %s: the launcher and the panel keep size, place and colors",
    async (_, hostile) => {
      const lookOf = async () => ({
        launcher: await chat.launcher.boundingBox(),
        panel: await chat.page.locator("kite-chat-panel").boundingBox(),
        styles: await Promise.all(
          [chat.launcher, chat.page.getByRole("heading"), chat.input, chat.message("visitor", "Unmoved")].map(
            (it) => it.evaluate(looksIn),
          ),
        ),
      });
      chat = await site.visit();
      await talk("Unmoved");
      const undisturbed = await lookOf();
      await chat.close();

      chat = await site.visit({ head: `<style>${hostile}</style>` });
      await talk("Unmoved");
      expect(await lookOf()).toEqual(undisturbed);
      expect(undisturbed.panel).toMatchObject({ width: 384, height: 640 });
      expect(undisturbed.launcher).toMatchObject({ width: 56, height: 56 });
    },
  );

  it("that runs from right to left", async () => {
    chat = await site.visit({ html: 'lang="ar" dir="rtl"' });
    await chat.openChat();

    expect((await chat.launcher.boundingBox())?.x).toBe(20);
    expect(await chat.panel.getAttribute("dir")).toBe("rtl");
  });

  it.each([
    ["en-GB", "Open the chat", "Hi there! How can we help?"],
    ["uk", "Відкрити чат", "Вітаємо! Чим можемо допомогти?"],
    ["de-AT", "Chat öffnen", "Hallo! Wie können wir helfen?"],
    ["es-419", "Abrir el chat", "¡Hola! ¿En qué podemos ayudarte?"],
    ["fr", "Open the chat", "Hi there! How can we help?"],
  ])("in the language %s", async (language, launcher, greeting) => {
    chat = await site.visit({ html: `lang="${language}"` });
    await chat.page.getByRole("button", { name: launcher }).click();

    await chat.page.getByText(greeting).waitFor();
  });

  it("with two tags, and with options only in the tag's URL, as in Google Tag Manager", async () => {
    const tag = site.tag("", "&heading=Ask+us&greeting=Well+met&position=left&color=%23b00020");
    chat = await site.visit({ body: tag + tag });
    await talk("Twice");

    expect(await chat.page.locator("kite-chat").count()).toBe(1);
    await chat.page.getByRole("dialog", { name: "Ask us" }).waitFor();
    expect((await chat.launcher.boundingBox())?.x).toBe(20);
    await chat.message("host", "Well met").waitFor();
    expect(await chat.page.getByText("Hi there! How can we help?").count()).toBe(0);
    const red = { backgroundColor: "rgb(176, 0, 32)", color: "rgb(255, 255, 255)" };
    expect(await chat.launcher.evaluate(looksIn)).toMatchObject(red);
    expect(await chat.message("visitor", "Twice").locator(".bubble").evaluate(looksIn)).toMatchObject(red);
  });

  it("with integrity, with the endpoint in an attribute, and with the element in the place where the page puts it", async () => {
    const { integrity } = site.widget.loader;
    const source = `${site.filesOrigin}/plain/widget.js`;
    const options = `integrity="${integrity}" crossorigin="anonymous" data-endpoint="${site.endpoint}" data-channel="${site.channel}"`;
    chat = await site.visit({
      body: `<main><kite-chat heading="Tea talk"></kite-chat></main><script src="${source}" ${options}></script>`,
    });
    await talk("By hand");

    expect(await chat.page.locator("main > kite-chat").count()).toBe(1);
    await chat.page.getByRole("dialog", { name: "Tea talk" }).waitFor();
  });

  it("in a browser without URL.canParse, such as Safari 16", async () => {
    site.served = { accepts: ["CTX"] };
    chat = await site.visit({
      head: "<script>delete URL.canParse</script>",
      body: site.tag('data-privacy-url="/privacy"'),
    });
    await talk("See https://tea.example");
    site.served = {};

    await chat.page.getByRole("link", { name: "https://tea.example" }).waitFor();
    await chat.page.getByRole("link", { name: "Privacy" }).waitFor();
    expect(chat.sent.filter((frame) => frame.startsWith('["CTX"'))).toHaveLength(1);
  });

  it("that replaces its body, and the conversation stays open", async () => {
    chat = await site.visit();
    await talk("Before the turn");
    await chat.page.evaluate(
      "(() => { const body = document.createElement('body'); body.append('Another page'); document.body.replaceWith(body); })()",
    );

    await chat.message("visitor", "Before the turn").waitFor();
    await chat.send("After the turn");
    expect(chat.sockets).toBe(1);
  });

  it("in a frame in which the browser denies storage and locks: the chat opens, and the page stays responsive", async () => {
    const frame = site.tag().replaceAll('"', "&quot;");
    chat = await site.visit({
      body: `<iframe sandbox="allow-scripts" srcdoc="${frame}" width="600" height="700"></iframe>`,
    });
    const inside = chat.page.frameLocator("iframe");
    await inside.getByRole("button", { name: "Open the chat" }).click();

    await inside.getByText("Hi there! How can we help?").waitFor();
    expect(await chat.page.evaluate("1 + 1")).toBe(2);
    chat.complaints.length = 0;
  });

  it("that has filled the storage: the visitor stays the same, and is informed that new messages are not kept", async () => {
    chat = await site.visit();
    await talk("Before it was full");
    await chat.page.evaluate(`
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (;;) localStorage.setItem("shop/" + size + "/" + localStorage.length, "x".repeat(size));
        } catch {}
      }`);
    await chat.page.reload();
    await chat.openChat();

    await chat.message("visitor", "Before it was full").waitFor();
    await chat.page.getByText("Your browser keeps no data for this site.").waitFor();
    await chat.send("And after");
    await site.hostSees("And after");
    const tagOf = (text: string) => site.hostMessages.find((it) => it.includes(text))?.split(" ", 1)[0];
    expect(tagOf("And after")).toBe(tagOf("Before it was full"));
  });

  it("that blocks storage: the conversation works, and the browser warns before the visitor leaves the page", async () => {
    const blocked =
      "<script>Object.defineProperty(window,'localStorage',{get(){throw new Error('blocked')}})</script>";
    chat = await site.visit({ head: blocked });
    await talk("From memory");
    await chat.input.fill("Half a sen");

    await chat.page.getByText("Your browser keeps no data for this site.").waitFor();
    const question = chat.page.waitForEvent("dialog");
    await chat.page.close({ runBeforeUnload: true });
    expect((await question).type()).toBe("beforeunload");
    await (await question).dismiss();
    expect(await chat.input.inputValue()).toBe("Half a sen");
  });

  it("in six tabs, and each tab that takes over opens one socket", async () => {
    chat = await site.visit();
    await talk("From the first tab");
    const context = chat.page.context();
    const tabs = [chat];
    for (let tab = 2; tab <= 6; tab += 1) {
      const other = await site.openTab(context);
      tabs.push(other);
      await other.openChat();
      await other.message("visitor", "From the first tab").waitFor();
    }
    await tabs.at(-1)?.send("From the last tab");

    await chat.message("visitor", "From the last tab").waitFor();
    expect(tabs.reduce((sum, { sockets }) => sum + sockets, 0)).toBeLessThanOrEqual(6);
    expect(tabs.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  it("until the page removes it", async () => {
    chat = await site.visit({
      body: `<script>kite=[["open"],["on","open",(it)=>window.wasOpen=it]]</script>${site.tag()}`,
    });
    await chat.panel.waitFor();
    await chat.page.evaluate("kite.close()");
    expect(await chat.page.evaluate("window.wasOpen")).toBe(false);
    await chat.page.evaluate("kite.destroy()");

    expect(await chat.page.locator("kite-chat").count()).toBe(0);
    expect(await chat.page.evaluate("window.kite")).toBeUndefined();
  });
});
