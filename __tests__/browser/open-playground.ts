import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatLogEntry } from "@kite-chat/stack-server";
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from "playwright-core";
import { type Playground, startPlayground } from "../../playground/start-playground";
import { chromiumFlags } from "./find-chromium";

/** A playground and a browser, shared by the tests of a file. */
export interface OpenPlayground {
  readonly playground: Playground;
  readonly browser: Browser;
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Starts the playground and the browser. @param executablePath the path of Chromium */
export async function openPlayground(executablePath: string): Promise<OpenPlayground> {
  const folder = mkdtempSync(join(tmpdir(), "kite-browser-"));
  const log: string[] = [];
  const playground = await startPlayground({
    port: 0,
    host: "127.0.0.1",
    outputDirectory: folder,
    log: (entry) => log.push(formatLogEntry(entry)),
  });
  const browser = await chromium.launch({ executablePath, args: chromiumFlags });
  return {
    playground,
    browser,
    log,
    close: async () => {
      await browser.close();
      await playground.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A tab with the page, and the actions of a user in it. */
export class Tab {
  /** Warnings and errors in the browser's console. A test expects none. */
  readonly complaints: string[] = [];

  readonly page: Page;

  private constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) {
        this.complaints.push(message.text());
      }
    });
  }

  /** Opens the page in a tab, opens the chat in the shop, and waits until the visitor has joined. */
  static async open(page: Page, url: string): Promise<Tab> {
    const tab = new Tab(page);
    await page.goto(url);
    await tab.openChat();
    return tab;
  }

  /** Opens the chat of the shop's page, and waits until the visitor has joined. */
  async openChat(): Promise<void> {
    await this.shop.getByRole("button", { name: /^Open the chat/ }).click();
    await this.frame('["HIS",[').waitFor({ state: "attached" });
  }

  /** The shop's page. */
  get shop(): FrameLocator {
    return this.page.frameLocator("#shop");
  }

  /** Returns the visitor's messages that contain a text. */
  own(text: string): Locator {
    return this.shop.locator("li.message.visitor", { hasText: text });
  }

  /** Returns the visitor's messages that contain a text and that the server has acknowledged. */
  sent(text: string): Locator {
    return this.shop.locator("li.message.visitor.sent", { hasText: text });
  }

  /** Returns the host's messages that the visitor sees and that contain a text. */
  received(text: string): Locator {
    return this.shop.locator("li.message.host", { hasText: text });
  }

  /** Returns the latest frame of the visitor's sockets that contains a text. */
  frame(text: string): Locator {
    return this.page.locator("#frames .frame", { hasText: text }).last();
  }

  get hostLog(): Locator {
    return this.page.getByRole("log", { name: "The host's Telegram group" });
  }

  async sayAsVisitor(text: string): Promise<void> {
    await this.#say(this.shop.locator("textarea"), text);
  }

  async sayAsHost(text: string): Promise<void> {
    await this.#say(this.page.getByLabel("Message in the group"), text);
  }

  async #say(input: Locator, text: string): Promise<void> {
    await input.fill(text);
    await input.press("Enter");
  }
}
