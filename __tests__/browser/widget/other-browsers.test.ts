import { eventually } from "../../../checks/harness/eventually";
import { describeShop } from "./describe-shop";
import { type DrivenBrowser, type KnownBrowser, knownBrowsers } from "./web-driver";

const installed = knownBrowsers.filter(({ isInstalled }) => isInstalled);
const missing = knownBrowsers.filter(({ isInstalled }) => !isInstalled);

/** Expressions for the parts of the panel. Each part is in the shadow root of the previous one. */
const panel = "document.querySelector('kite-chat').root.querySelector('kite-chat-panel')";
const part = (name: string) => `${panel}.root.querySelector('kite-chat-${name}')`;

describeShop("in browsers other than Chromium, the widget", (site) => {
  let browser: DrivenBrowser | undefined;

  afterEach(async () => {
    await browser?.close();
    browser = undefined;
  });

  const evaluate = async (expression: string) => (await browser?.evaluate(expression)) ?? "";

  /** Waits until an expression is true in the page. */
  const waitFor = (expression: string) =>
    eventually(expression, async () => (await evaluate(`String(!!(${expression}))`)) === "true");

  const messages = () =>
    evaluate(
      `[...${part("messages")}.root.querySelectorAll('li.sent')].map((it) => it.querySelector('.text').textContent).join('|')`,
    );

  async function openChat(): Promise<void> {
    await waitFor("document.querySelector('kite-chat')?.root.querySelector('.launcher')");
    await evaluate("String(kite.open())");
    await waitFor(`${panel} && ${part("composer")}?.root.querySelector('textarea')`);
  }

  async function send(text: string): Promise<void> {
    await evaluate(`(() => {
      const { root } = ${part("composer")};
      const input = root.querySelector("textarea");
      input.value = ${JSON.stringify(text)};
      input.dispatchEvent(new Event("input"));
      input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      return "";
    })()`);
    await eventually(`${text} is sent`, async () => (await messages()).includes(text));
  }

  async function mainPath({ name, open }: KnownBrowser): Promise<void> {
    browser = await open();
    const url = site.addPage();
    await browser.goTo(url);
    await openChat();
    await send(`Hello from ${name}`);
    await site.reply(`Hello from ${name}`, `Hello, ${name}`);
    await eventually("the answer is shown", async () => (await messages()).includes(`Hello, ${name}`));

    await browser.goTo(url);
    await openChat();
    await eventually("the talk is shown", async () => (await messages()).includes(`Hello, ${name}`));
    await send("And again");
    expect(await messages()).toBe(`Hello from ${name}|Hello, ${name}|And again`);
  }

  for (const known of installed) {
    it(`opens, sends, receives and reloads in ${known.name}`, () => mainPath(known), 90_000);
  }

  for (const { name } of missing) {
    it(`was not tested in ${name}, which is not installed here`, () => {
      process.stderr.write("On Debian, install firefox-esr, or webkit2gtk-driver and xvfb for WebKit.\n");

      expect(installed.map((it) => it.name)).not.toContain(name);
    });
  }
});
