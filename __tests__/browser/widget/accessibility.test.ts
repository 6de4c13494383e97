import { join } from "node:path";
import { type BrowserContextOptions, devices, type Route } from "playwright-core";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import type { ShopPage } from "./shop-with-chat";
import { SocketProxy } from "./socket-proxy";
import { violations } from "./violations";

const shopPage = (direction: "ltr" | "rtl"): ShopPage => ({
  html: direction === "rtl" ? 'lang="ar" dir="rtl"' : 'lang="en"',
  head: `<style>
    body { font: 17px/1.5 Georgia, serif; margin: 0; padding: 32px; background: #faf7f0; color: #222; }
    .teas { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 20px; }
    .teas div { background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 60px 16px 16px; }
    @media (prefers-color-scheme: dark) { body, .teas div { background: #17130f; color: #eee; border-color: #444; } }
  </style>`,
});

const states: readonly (readonly [string, BrowserContextOptions, "ltr" | "rtl"])[] = [
  ["on a desktop", {}, "ltr"],
  ["in the dark", { colorScheme: "dark" }, "ltr"],
  ["on a phone", { ...devices["iPhone 13"], reducedMotion: "reduce" }, "ltr"],
  ["on a dark phone", { ...devices["iPhone 13"], colorScheme: "dark" }, "ltr"],
  ["from right to left", {}, "rtl"],
  ["with high contrast", { forcedColors: "active" }, "ltr"],
];

/** Returns an element's font size. Runs in the page. */
function fontSizeOf(element: unknown): string {
  const { getComputedStyle } = globalThis as unknown as {
    getComputedStyle(it: unknown): { readonly fontSize: string };
  };
  return getComputedStyle(element).fontSize;
}

describeShop("the widget is accessible", (site) => {
  let proxy: SocketProxy;
  let chat: ChatPage;

  beforeAll(async () => {
    proxy = await SocketProxy.open(site.endpoint);
    site.served = { endpoint: proxy.endpoint };
  });
  afterAll(() => proxy?.close());
  afterEach(async () => {
    await chat.close();
    proxy.reset();
    expect(chat.complaints).toEqual([]);
  });

  async function visit(options: BrowserContextOptions, direction: "ltr" | "rtl"): Promise<void> {
    const teas = ["Sencha", "Oolong", "Darjeeling", "Rooibos", "Assam", "Matcha"];
    const goods = teas.map((tea) => `<div><b>${tea}</b><p>Fresh from the last harvest.</p></div>`).join("");
    const body = `<main><h1>Tea and leaves</h1><div class="teas">${goods}</div></main>${site.tag()}`;
    chat = await site.visit({ ...shopPage(direction), body }, options);
  }

  const screenshot = async (name: string) => {
    if (process.env.SCREENSHOTS) {
      await chat.page.screenshot({ path: join(process.env.SCREENSHOTS, `widget-${name}.png`) });
    }
  };

  it.each(states)("%s: closed, with messages, with errors, offline", async (name, options, direction) => {
    await visit(options, direction);
    await chat.launcher.waitFor();
    expect(await violations(chat.page)).toEqual([]);

    await chat.openChat();
    await chat.send(`Do you ship to Lviv, ${name}? https://tea.example/shipping`);
    await site.reply(`Lviv, ${name}`, `We do, and it takes two days. Anything else we can do? (${name})`);
    await chat.message("host", `(${name})`).waitFor();
    const input = chat.page.locator("input[type=file]");
    const list = { name: "list.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
    await input.setInputFiles(list);
    await chat.page.locator("li.message.visitor.sent", { hasText: "list.pdf" }).waitFor();
    expect(await violations(chat.page)).toEqual([]);
    await screenshot(name.replaceAll(" ", "-"));

    proxy.fate = ([type]) => (type === "TXT" ? { answer: ["ERR", "text: no", 413] } : "handled");
    await chat.write("This one is rejected");
    await chat.page.getByText("Not sent").waitFor();
    await input.setInputFiles({ name: "a.html", mimeType: "text/html", buffer: Buffer.from("<b>") });
    await chat.page.getByRole("alert").waitFor();
    expect(await violations(chat.page)).toEqual([]);

    await proxy.goOffline(chat.page.context());
    await chat.write("Without a network");
    await chat.page.getByText("You are offline.").waitFor();
    expect(await violations(chat.page)).toEqual([]);
    await screenshot(`${name.replaceAll(" ", "-")}-offline`);
  });

  /** Expects that axe finds nothing, in light and in dark colors. */
  async function expectNoViolations(state: string): Promise<void> {
    for (const colorScheme of ["light", "dark"] as const) {
      await chat.page.emulateMedia({ colorScheme });
      expect([state, colorScheme, await violations(chat.page)]).toEqual([state, colorScheme, []]);
    }
    await chat.page.emulateMedia({ colorScheme: "light" });
  }

  it("while it loads: the panel, the connection, and older messages", async () => {
    await visit({}, "ltr");
    const { page } = chat;
    proxy.fate = ([type]) => (type === "JOIN" ? "lost" : "handled");
    const held = new Promise<Route>((resolve) => void page.route("**/widget-*.js", resolve, { times: 1 }));
    await chat.launcher.click();
    const bundle = await held;
    expect(await chat.launcher.getAttribute("aria-busy")).toBe("true");
    await expectNoViolations("loading the panel");

    await bundle.continue();
    await page.getByRole("status").getByText("Connecting…").waitFor();
    expect(await chat.launcher.getAttribute("aria-busy")).toBe("false");
    await expectNoViolations("connecting");

    proxy.fate = ([type, , before]) => (type === "HIS" && before !== null ? "lost" : "handled");
    proxy.cut();
    await chat.send("An earlier message");
    await page.reload();
    await chat.openChat();
    await page.getByText("Loading messages…").waitFor();
    await expectNoViolations("loading older messages");
  });

  it("with new messages below, while a file is dragged, paused and unavailable", async () => {
    await visit({}, "ltr");
    const { page } = chat;
    await chat.openChat();
    for (const text of ["One", "Two", "Three"]) {
      await chat.send(`${text}\n`.repeat(12));
    }
    await page.getByRole("log").evaluate((log: { scrollTop: number }) => (log.scrollTop = 0));
    await site.reply("Three", "Something new");
    const newer = page.getByRole("button", { name: "New messages" });
    await newer.waitFor();
    await expectNoViolations("new messages");
    await newer.click();

    const dataTransfer = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(["%PDF"], "dragged.pdf", { type: "application/pdf" }));
      return data;
    })()`);
    await chat.panel.dispatchEvent("dragover", { dataTransfer });
    await page.getByText("Drop files here to send them").waitFor();
    await expectNoViolations("drop target");
    await chat.panel.dispatchEvent("dragleave");

    proxy.end(1000);
    await page.getByText("The chat is open in other tabs.").waitFor();
    await expectNoViolations("paused");
    proxy.isDown = true;
    await page.getByRole("button", { name: "Continue here" }).click();
    await page.getByText("Chat is not available on this page.").waitFor();
    await expectNoViolations("unavailable");
    chat.complaints.length = 0;
  });

  it("with a file that is uploaded, that failed to upload, and that a reload has lost", async () => {
    await visit({}, "ltr");
    const { page } = chat;
    const uploads = "**/*X-Amz-Signature*";
    const attach = (name: string) =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") });
    const hold = () => new Promise<Route>((resolve) => void page.route(uploads, resolve, { times: 1 }));
    await chat.openChat();
    let held = hold();
    await attach("failing.pdf");
    const upload = await held;
    await page.getByRole("progressbar", { name: "Uploading failing.pdf" }).waitFor();
    await expectNoViolations("uploading");

    await page.route(uploads, (route) => route.fulfill({ status: 403 }), { times: 2 });
    await upload.fulfill({ status: 403 });
    await page.getByText("The upload failed.").waitFor();
    await expectNoViolations("upload failed");
    await page.getByRole("button", { name: "Remove" }).click();

    held = hold();
    await attach("lost.pdf");
    await held;
    page.once("dialog", (dialog) => dialog.accept());
    await page.reload();
    await chat.openChat();
    await page.getByText("The page was reloaded before this file was sent.").waitFor();
    await expectNoViolations("file lost");
    chat.complaints.length = 0;
  });

  it("in a browser that blocks storage", async () => {
    const blocked =
      "<script>Object.defineProperty(window,'localStorage',{get(){throw new Error('blocked')}})</script>";
    chat = await site.visit({ ...shopPage("ltr"), body: blocked + site.tag() });
    await chat.openChat();
    await chat.send("From memory");

    await chat.page.getByText("Your browser keeps no data for this site.").waitFor();
    await expectNoViolations("storage blocked");
  });

  it("with the keyboard alone", async () => {
    await visit({}, "ltr");
    const { keyboard } = chat.page;
    await chat.launcher.waitFor();
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await chat.panel.waitFor();
    await chat.page.waitForFunction("document.activeElement.matches('kite-chat')");
    await keyboard.type("No mouse");
    await keyboard.press("Shift+Enter");
    await keyboard.type("at all");
    await keyboard.press("Enter");
    await chat.page.locator("li.message.visitor.sent", { hasText: "No mouse\nat all" }).waitFor();

    const chooser = chat.page.waitForEvent("filechooser");
    await keyboard.press("Shift+Tab");
    await keyboard.press("Enter");
    await (await chooser).setFiles({
      name: "keys.pdf",
      mimeType: "application/pdf",
      buffer: Buffer.from("%PDF"),
    });
    await chat.page.locator("li.message.visitor.sent", { hasText: "keys.pdf" }).waitFor();
    await keyboard.type("And on");
    expect(await chat.input.inputValue()).toBe("And on");

    await keyboard.press("Escape");
    await chat.panel.waitFor({ state: "hidden" });
    await keyboard.press("Space");
    await chat.panel.waitFor();
    expect(await chat.input.inputValue()).toBe("And on");
  });

  it("with a screen reader: messages of the host and the state of the connection are announced", async () => {
    await visit({}, "ltr");
    await chat.openChat();
    await chat.send("Read to me");
    await site.reply("Read to me", "I do");

    await chat.page
      .locator("[aria-live=polite]", { hasText: "Support: I do" })
      .waitFor({ state: "attached" });
    proxy.end(1000);
    await chat.page.getByRole("status").getByText("The chat is open in other tabs.").waitFor();
  });

  it("on a phone: it fills the screen, iOS does not zoom into its inputs, and the launcher returns when it closes", async () => {
    await visit({ ...devices["iPhone 13"] }, "ltr");
    await chat.openChat();
    const { width, height } = chat.page.viewportSize() ?? {};

    expect(await chat.page.locator("kite-chat-panel").boundingBox()).toEqual({ x: 0, y: 0, width, height });
    expect(await chat.launcher.isVisible()).toBe(false);
    expect(await chat.input.evaluate(fontSizeOf)).toBe("16px");
    await chat.page.getByRole("button", { name: "Close the chat" }).click();
    await chat.launcher.waitFor();
  });
});
