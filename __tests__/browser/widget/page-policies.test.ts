import type { BrowserContext, Locator } from "playwright-core";
import { eventually } from "../../../checks/harness/eventually";
import { embed } from "../../../cli/embed/embed";
import { png } from "../../../packages/bot-api-server/__tests__/pictures";
import { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";

/** The properties of a picture or a video that the tests read in the page. */
interface Media {
  decode(): Promise<void>;
  readonly naturalWidth: number;
  readonly videoWidth: number;
}

/** Records a film of 64 x 48 pixels. Runs in the page. */
const recordFilm = `new Promise((resolve) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 48 });
  const context = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/mp4;codecs=vp9" });
  const drawing = setInterval(() => context.fillRect(Math.random() * 64, 0, 9, 9), 20);
  recorder.ondataavailable = ({ data }) => {
    clearInterval(drawing);
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.readAsDataURL(data);
  };
  recorder.start();
  setTimeout(() => recorder.stop(), 400);
})`;

describeShop("under a page's policies, served by the stage, the widget", (site) => {
  let context: BrowserContext;
  let chat: ChatPage;
  let film: Buffer;

  beforeAll(async () => {
    const page = await site.browser.newPage();
    film = Buffer.from(String(await page.evaluate(recordFilm)), "base64");
    await page.close();
  }, 60_000);
  beforeEach(async () => {
    context = await site.newContext();
    await context.addInitScript(`
      window.refused = [];
      addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));`);
    chat = new ChatPage(await context.newPage());
  });
  afterEach(() => context.close());

  const picture = { name: "cup.png", mimeType: "image/png", buffer: png(320, 200) };
  const attach = (file: typeof picture) => chat.page.locator("input[type=file]").setInputFiles(file);
  const own = () => chat.page.locator("li.message.visitor.sent");
  const refused = () => chat.page.evaluate<readonly string[]>("refused");
  const widthOf = (image: Locator) =>
    image.evaluate(async (it: Media) => {
      await it.decode();
      return it.naturalWidth;
    });

  /** Prints what a shop with a strict policy pastes. */
  async function printed(): Promise<{ readonly tag: string; readonly policy: readonly string[] }> {
    const http = `${site.chatOrigin}/dev`;
    const { text = "" } = await embed("dev", site.channel, { sri: false, csp: true, http });
    const [tag = "", ...policy] = text.split("\n");
    return { tag, policy };
  }

  function sendAsHost(name: string): void {
    const file = { name, type: "image/png", bytes: png(200, 100), caption: "", replyTo: undefined };
    site.opened.playground.own?.hostChat.sendFile(file);
  }

  it("carries texts and pictures both ways on the page /chat/<channel>, which no page can put into a frame", async () => {
    const url = `${site.chatOrigin}/dev/chat/${site.channel}`;
    const response = await chat.page.goto(url);
    expect(response?.headers()["content-security-policy"]).toMatch(
      /^default-src 'none'; script-src 'self'; /,
    );
    expect(await chat.page.title()).toBe(`Chat with ${site.channel}`);
    await chat.panel.waitFor();
    expect(await chat.launcher.isVisible()).toBe(false);

    await chat.send("From the link on the receipt");
    await site.reply("From the link on the receipt", "Welcome");
    await chat.message("host", "Welcome").waitFor();
    await attach(picture);
    expect(await widthOf(own().getByAltText("cup.png"))).toBe(320);
    sendAsHost("pot.png");
    expect(await widthOf(chat.page.locator("li.message.host img"))).toBe(200);
    expect(await refused()).toEqual([]);
    expect(chat.complaints).toEqual([]);

    const foreign = JSON.stringify(`${site.origin}/banner.png`);
    await chat.page.evaluate(`document.body.append(Object.assign(new Image(), { src: ${foreign} }))`);
    await eventually("a foreign picture is refused", async () => (await refused()).join() === "img-src");

    await chat.page.goto(site.addPage({ body: `<iframe src="${url}"></iframe>` }));
    expect(chat.complaints.at(-1)).toContain("frame-ancestors 'none'");
    expect(await chat.page.frameLocator("iframe").locator("kite-chat").count()).toBe(0);
  });

  it("sends a text, a picture and a film on a page that allows no more than kite embed --csp prints", async () => {
    const { tag, policy } = await printed();
    const lines = [
      "default-src 'none';",
      ...policy,
      "require-trusted-types-for 'script'; trusted-types kite-chat",
    ];
    const headers = { "content-security-policy": lines.join(" ") };
    await chat.page.goto(site.addPage({ headers, body: tag }));
    await chat.openChat();

    await chat.send("Strictly speaking");
    await site.hostSees("Strictly speaking");
    await attach(picture);
    expect(await widthOf(own().getByAltText("cup.png"))).toBe(320);
    await attach({ name: "steam.mp4", mimeType: "video/mp4", buffer: film });
    const video = own().locator("video");
    await video.waitFor();
    await eventually("the film has its size", () => video.evaluate((it: Media) => it.videoWidth > 0));
    expect(await video.evaluate((it: Media) => it.videoWidth)).toBe(64);
    expect(await refused()).toEqual([]);
    expect(chat.complaints).toEqual([]);
  });

  it.each([
    ["img-src", "the name of a picture", () => own().locator(".instead", { hasText: "cup.png" }).waitFor()],
    ["connect-src", "why there is no chat", () => chat.page.getByText("Chat is not available").waitFor()],
  ])("needs each printed line: without %s it shows %s", async (directive, _, isShown) => {
    const { tag, policy } = await printed();
    const rest = policy.filter((line) => !line.startsWith(directive));
    expect(rest).toHaveLength(policy.length - 1);
    const headers = { "content-security-policy": ["default-src 'none';", ...rest].join(" ") };
    await chat.page.goto(site.addPage({ headers, body: tag }));
    await chat.openChat();
    if (directive === "img-src") {
      await attach(picture);
    }

    await isShown();
    expect(await refused()).toContain(directive);
  });

  it("shows a picture on a page that isolates itself with Cross-Origin-Embedder-Policy: require-corp", async () => {
    const headers = {
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
    };
    const { tag } = await printed();
    await chat.page.goto(site.addPage({ headers, body: tag }));
    expect(await chat.page.evaluate("crossOriginIsolated")).toBe(true);
    await chat.openChat();

    await chat.send("Isolated");
    await attach(picture);
    expect(await widthOf(own().getByAltText("cup.png"))).toBe(320);
    await site.hostSees("Isolated");
    sendAsHost("pot.png");
    expect(await widthOf(chat.page.locator("li.message.host img"))).toBe(200);
    expect(chat.complaints).toEqual([]);
  });
});
