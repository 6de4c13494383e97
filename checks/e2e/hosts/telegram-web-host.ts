import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import type { Host, SentFile } from "../host";
import { telegramWeb } from "./telegram-web-selectors";

/** Timeout until Telegram Web displays a group. It loads many resources first. */
const openWithinMilliseconds = 60_000;

/** Represents a host who is logged in to Telegram Web A, in the group of the channel. */
export class TelegramWebHost implements Host {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /**
   * Opens the group.
   * @throws Error if the session has ended
   */
  static async open(page: Page, groupUrl: string): Promise<TelegramWebHost> {
    await page.goto(groupUrl);
    const [composer, login] = [page.locator(telegramWeb.composer), page.locator(telegramWeb.login)];
    await composer.or(login).first().waitFor({ timeout: openWithinMilliseconds });
    if (await login.first().isVisible()) {
      throw new Error(
        "Telegram Web asks to log in: the session has ended. docs/e2e.md describes how to create another.",
      );
    }
    return new TelegramWebHost(page);
  }

  async receives(text: string): Promise<string> {
    const content = this.#message(text).locator(telegramWeb.text);
    await content.waitFor();
    return content.innerText();
  }

  async transcript(): Promise<string> {
    const texts = this.#page.locator(`${telegramWeb.message} ${telegramWeb.text}`);
    return (await texts.allInnerTexts()).join("\n");
  }

  async reply(to: string, text: string): Promise<void> {
    await this.#choose(to);
    const composer = this.#page.locator(telegramWeb.composer);
    await composer.fill(text);
    await composer.press("Enter");
    await this.#own(text).waitFor();
  }

  async replyWithFile(to: string, file: SentFile): Promise<void> {
    await this.#choose(to);
    await this.#page.locator(telegramWeb.attachButton).click();
    const chooser = this.#page.waitForEvent("filechooser");
    await this.#page.locator(telegramWeb.attachFileItem).click();
    await (await chooser).setFiles({ ...file });
    await this.#page.locator(telegramWeb.caption).press("Enter");
    await this.#own(file.name).waitFor();
  }

  async receivesFile(name: string): Promise<Buffer> {
    const file = this.#message(name).locator(telegramWeb.file);
    await file.waitFor();
    const download = this.#page.waitForEvent("download");
    await file.locator(telegramWeb.fileIcon).click();
    return readFile(await (await download).path());
  }

  async #choose(text: string): Promise<void> {
    await this.#message(text).locator(telegramWeb.text).click({ button: "right" });
    await this.#page.locator(telegramWeb.replyItem).click();
    await expect(this.#page.locator(telegramWeb.replyBar)).toBeVisible();
  }

  #message(text: string): Locator {
    const others = `${telegramWeb.message}:not(${telegramWeb.own})`;
    return this.#page.locator(others, { hasText: text }).last();
  }

  #own(text: string): Locator {
    return this.#page.locator(`${telegramWeb.message}${telegramWeb.own}`, { hasText: text }).last();
  }
}
