import type { BrowserContext, Locator, Page } from "@playwright/test";
import type { SentFile } from "./host";

/** Represents a visitor at the page, in a browser context whose tabs come and go. */
export class PageVisitor {
  #page: Page | undefined;

  readonly #context: BrowserContext;
  readonly #pageUrl: string;

  constructor(context: BrowserContext, pageUrl: string) {
    this.#context = context;
    this.#pageUrl = pageUrl;
  }

  /** Opens the page, and waits until the visitor has joined. */
  async arrive(): Promise<void> {
    const page = await this.#context.newPage();
    this.#page = page;
    await page.goto(this.#pageUrl);
    await page.locator("#visitor-status[data-state=joined]").waitFor();
  }

  /** Closes the page. The browser keeps the identity of the visitor. */
  async leave(): Promise<void> {
    await this.page.close();
    this.#page = undefined;
  }

  async say(text: string): Promise<void> {
    const input = this.page.getByLabel("Message to the host");
    await input.fill(text);
    await input.press("Enter");
  }

  /** Chooses a file, which the page sends at once. */
  async attach(file: SentFile): Promise<void> {
    await this.page.locator("#visitor-attach-input").setInputFiles({ ...file });
  }

  /** Returns the visitor's messages that contain a text. */
  own(text: string): Locator {
    return this.#log.locator(".own", { hasText: text });
  }

  /** Returns the host's messages that contain a text. */
  received(text: string): Locator {
    return this.#log.locator(".other", { hasText: text });
  }

  /** Returns all messages of both sides in the order of the page. */
  async texts(): Promise<readonly string[]> {
    return this.#log.locator(".text").allInnerTexts();
  }

  /** Returns the bytes of a file that the host has sent. */
  async download(name: string): Promise<Buffer> {
    const link = this.received(name).getByRole("link", { name });
    const response = await this.page.request.get((await link.getAttribute("href")) ?? "");
    return response.body();
  }

  /** The page, for details that only a browser knows. @throws Error if it is closed */
  get page(): Page {
    if (this.#page === undefined) {
      throw new Error("The page of the visitor is not open: call arrive() first.");
    }
    return this.#page;
  }

  get #log(): Locator {
    return this.page.getByRole("log", { name: "The visitor's chat" });
  }
}
