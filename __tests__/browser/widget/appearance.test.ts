import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { repositoryFolder } from "../../../constructs/repository";
import type { ChatPage } from "./chat-page";
import { describeShop } from "./describe-shop";
import { contrasts, violations } from "./violations";

/** An image of one pixel. */
const picture = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** Returns the value of a computed style. */
function styleOf(element: Locator, property: string): Promise<string> {
  return element.evaluate((it, name) => it.ownerDocument.defaultView.getComputedStyle(it)[name], property);
}

/** Returns the variables in the table of the widget's README. */
function documentedVariables(): readonly string[] {
  const page = readFileSync(join(repositoryFolder, "widget/README.md"), "utf8");
  return [...page.matchAll(/^\| `(--kite-[a-z-]+)` \|/gm)].map(([, name = ""]) => name);
}

describeShop("the appearance of the widget", (site) => {
  let chat: ChatPage;

  afterEach(async () => {
    await chat.close();
    expect(chat.complaints).toEqual([]);
  });

  const parts = {
    launcher: () => chat.launcher,
    panel: () => chat.page.locator("kite-chat-panel"),
    title: () => chat.page.getByRole("heading"),
    greeting: () => chat.page.locator("li.message.host .bubble").first(),
    own: () => chat.page.locator("li.message.visitor .bubble").first(),
    time: () => chat.page.locator("li.message.visitor .meta").first(),
    composer: () => chat.page.locator("kite-chat-composer"),
  };

  /** Opens the chat on a page, with a message in it. */
  async function look(head = "", body = ""): Promise<void> {
    chat = await site.visit({ head, body: body + site.tag() });
    await chat.openChat();
    await chat.send("Look at this");
    await parts.greeting().waitFor();
  }

  /** Each variable with a value, and a part of the chat whose computed style becomes that value. */
  const variables: readonly (readonly [string, string, keyof typeof parts, string])[] = [
    ["--kite-color", "rgb(123, 31, 162)", "own", "backgroundColor"],
    ["--kite-on-color", "rgb(255, 235, 59)", "own", "color"],
    ["--kite-font", "monospace", "title", "fontFamily"],
    ["--kite-radius", "3px", "panel", "borderRadius"],
    ["--kite-surface", "rgb(255, 251, 230)", "panel", "backgroundColor"],
    ["--kite-raised", "rgb(240, 220, 200)", "greeting", "backgroundColor"],
    ["--kite-text", "rgb(60, 30, 0)", "greeting", "color"],
    ["--kite-muted", "rgb(90, 60, 30)", "time", "color"],
    ["--kite-line", "rgb(200, 180, 160)", "composer", "borderTopColor"],
  ];

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

  it("follows each CSS variable that its README lists, and nothing else on the page", async () => {
    const styled = variables.map(([name, value]) => `${name}:${value}`).join(";");
    await look();
    const before = await Promise.all(
      variables.map(([, , part, property]) => styleOf(parts[part](), property)),
    );
    await chat.close();
    await look(`<style>kite-chat{${styled}} p{color:#123456}</style>`, "<p>Tea</p>");
    const after = await Promise.all(
      variables.map(([, , part, property]) => styleOf(parts[part](), property)),
    );

    expect(variables.map(([name]) => name)).toEqual(documentedVariables());
    for (const [index, [name, value]] of variables.entries()) {
      expect([name, after[index]]).toEqual([name, value]);
      expect([name, before[index]]).not.toEqual([name, value]);
    }
    expect(await styleOf(chat.page.locator("p"), "color")).toBe("rgb(18, 52, 86)");
  });

  it("is animated unless the visitor prefers reduced motion", async () => {
    await look();
    expect(await styleOf(parts.panel(), "animationName")).toBe("none");
    await chat.page.emulateMedia({ reducedMotion: "no-preference" });
    expect(await styleOf(parts.panel(), "animationName")).toBe("open");
  });

  it("has the greeting and the color of the options, with a readable text on the color", async () => {
    chat = await site.visit({ body: site.tag('data-greeting="Ask about tea" data-color="#ffd54a"') });
    await chat.openChat();
    await chat.send("In yellow");

    await chat.message("host", "Ask about tea").waitFor();
    expect(await chat.page.getByText("Hi there! How can we help?").count()).toBe(0);
    for (const part of [parts.launcher(), parts.own()]) {
      expect(await styleOf(part, "backgroundColor")).toBe("rgb(255, 213, 74)");
      expect(await styleOf(part, "color")).toBe("rgb(17, 17, 17)");
    }
    await chat.page.evaluate("kite.configure({ greeting: 'Back soon', color: 'no color' })");
    await chat.message("host", "Back soon").waitFor();
    expect(await styleOf(parts.launcher(), "backgroundColor")).not.toBe("rgb(255, 213, 74)");
  });

  it("has other colors in dark mode, and a contrast of AA in both", async () => {
    const looks = [];
    for (const colorScheme of ["light", "dark"] as const) {
      chat = await site.visit({}, { colorScheme });
      await chat.openChat();
      await chat.send(`In the ${colorScheme}`);
      await chat.page.getByText("Today").waitFor();
      const { measured, tooWeak } = await contrasts(chat.page);
      expect(tooWeak).toEqual([]);
      expect(measured.length).toBeGreaterThanOrEqual(5);
      expect(Math.min(...measured)).toBeGreaterThanOrEqual(4.5);
      looks.push([
        await styleOf(parts.panel(), "backgroundColor"),
        await styleOf(parts.greeting(), "backgroundColor"),
        await styleOf(parts.greeting(), "color"),
        await styleOf(parts.time(), "color"),
        await styleOf(parts.composer(), "borderTopColor"),
      ]);
      if (colorScheme === "light") {
        await chat.close();
      }
    }

    const [light = [], dark = []] = looks;
    expect(light.filter((color, index) => color === dark[index])).toEqual([]);
  });
});
