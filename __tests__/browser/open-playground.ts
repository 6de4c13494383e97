import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { formatLogEntry } from "@kite-chat/stack-server";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { type Playground, startPlayground } from "../../playground/start-playground";
import { chromiumFlags } from "./find-chromium";

/** A playground and a browser, shared by the tests of a file. */
export interface OpenPlayground {
  readonly playground: Playground;
  readonly browser: Browser;
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** Starts both. @param executablePath The Chromium to use. */
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
  /** Warnings and errors in the browser's console. Expected to stay empty. */
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

  /** Opens the page in a tab, and waits until the visitor has joined. */
  static async open(page: Page, url: string): Promise<Tab> {
    const tab = new Tab(page);
    await page.goto(url);
    await page.locator("#visitor-status[data-state=joined]").waitFor();
    return tab;
  }

  get visitorLog(): Locator {
    return this.page.getByRole("log", { name: "The visitor's chat" });
  }

  get hostLog(): Locator {
    return this.page.getByRole("log", { name: "The host's Telegram group" });
  }

  async sayAsVisitor(text: string): Promise<void> {
    await this.#say("Message to the host", text);
  }

  async sayAsHost(text: string): Promise<void> {
    await this.#say("Message in the group", text);
  }

  async #say(label: string, text: string): Promise<void> {
    const input = this.page.getByLabel(label);
    await input.fill(text);
    await input.press("Enter");
  }
}
