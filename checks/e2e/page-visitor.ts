import type { BrowserContext, Locator, Page } from "@playwright/test";
import type { SentFile } from "./host";

/** Represents a visitor on the page, in a browser context that may open and close tabs. */
export class PageVisitor {
  #page: Page | undefined;

  readonly #context: BrowserContext;
  readonly #pageUrl: string;

  constructor(context: BrowserContext, pageUrl: string) {
    this.#context = context;
    this.#pageUrl = pageUrl;
  }

  /** Opens the page and its chat, and waits until the visitor has joined. */
  async arrive(): Promise<void> {
    const page = await this.#context.newPage();
    this.#page = page;
    // If the visitor awaits an answer, the widget connects before the chat is opened.
    const joined = page
      .waitForEvent("websocket")
      .then((socket) =>
        socket.waitForEvent("framereceived", ({ payload }) => String(payload).startsWith('["HIS"')),
      );
    await page.goto(this.#pageUrl);
    await page.getByRole("button", { name: /^Open the chat/ }).click();
    await joined;
  }

  /** Closes the page. The browser keeps the identity of the visitor. */
  async leave(): Promise<void> {
    await this.page.close();
    this.#page = undefined;
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
  }

  /** The field for a text. */
  get composer(): Locator {
    return this.page.locator("kite-chat textarea");
  }

  /** Chooses a file, which the page sends immediately. */
  async attach(file: SentFile): Promise<void> {
    await this.page.locator("kite-chat input[type=file]").setInputFiles({ ...file });
  }

  /** Returns the visitor's messages that contain a text. */
  own(text: string): Locator {
    return this.#messages(".visitor").filter({ hasText: text });
  }

  /** Returns the visitor's messages that contain a text and that the server has acknowledged. */
  sent(text: string): Locator {
    return this.#messages(".visitor.sent").filter({ hasText: text });
  }

  /** Returns the host's messages that contain a text. */
  received(text: string): Locator {
    return this.#messages(".host").filter({ hasText: text });
  }

  /** Returns all messages of both sides in the order of the page. */
  async texts(): Promise<readonly string[]> {
    // The first message is the greeting.
    return this.#messages(":not(:first-child)").locator(".text").allInnerTexts();
  }

  /** Returns the bytes of a file that the host has sent. */
  async download(name: string): Promise<Buffer> {
    const link = this.received(name).getByRole("link", { name });
    const response = await this.page.request.get((await link.getAttribute("href")) ?? "");
    return response.body();
  }

  /** The page, for checks that need the API of the browser. @throws Error if it is closed */
  get page(): Page {
    if (this.#page === undefined) {
      throw new Error("The page of the visitor is not open: call arrive() first.");
    }
    return this.#page;
  }

  #messages(kind: string): Locator {
    return this.page.locator(`kite-chat li.message${kind}`);
  }
}
