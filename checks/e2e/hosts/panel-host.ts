import { expect, type Locator, type Page } from "@playwright/test";
import type { Host, SentFile } from "../host";

/** Represents the host in the playground, whose page has a panel for its own Bot API server. */
export class PanelHost implements Host {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async receives(text: string): Promise<string> {
    const message = this.#message(text);
    await message.waitFor();
    return (await message.locator(".text").last().textContent()) ?? "";
  }

  async transcript(): Promise<string> {
    return (await this.#log.locator(".text").allInnerTexts()).join("\n");
  }

  async reply(to: string, text: string): Promise<void> {
    await this.#choose(to);
    const input = this.#page.getByLabel("Message in the group");
    await input.fill(text);
    await input.press("Enter");
  }

  async replyWithFile(to: string, file: SentFile): Promise<void> {
    await this.#choose(to);
    await this.#page.locator("#host-attach-input").setInputFiles({ ...file });
  }

  async receivesFile(name: string): Promise<Buffer> {
    const link = this.#message(name).getByRole("link", { name });
    await link.waitFor();
    const url = new URL((await link.getAttribute("href")) ?? "", this.#page.url());
    return (await this.#page.request.get(url.href)).body();
  }

  async #choose(text: string): Promise<void> {
    await this.#message(text)
      .getByRole("button", { name: /^Reply to / })
      .click();
    await expect(this.#page.locator("#host-reply")).toBeVisible();
  }

  #message(text: string): Locator {
    return this.#log.locator(".message.other", { hasText: text }).last();
  }

  get #log(): Locator {
    return this.#page.getByRole("log", { name: "The host's Telegram group" });
  }
}
