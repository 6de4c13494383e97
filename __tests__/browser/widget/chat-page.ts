import type { Locator, Page } from "playwright-core";

/**
 * Messages of Chromium that are no faults: a socket was closed while it opened, or a request failed without a network.
 */
const ordinaryComplaints = ["closed before the connection is established", "net::ERR_INTERNET_DISCONNECTED"];

/** Chromium requests the icon of a page that names none, and reports that there is none. */
const pageIcon = "/favicon.ico";

/** A tab with a page that contains the chat, and the actions of a visitor. */
export class ChatPage {
  /** Errors and warnings of the browser. A test expects none. */
  readonly complaints: string[] = [];
  /** Frames that the page has sent, over all sockets. */
  readonly sent: string[] = [];
  /** Frames that the page has received, over all sockets. */
  readonly received: string[] = [];
  sockets = 0;
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
    page.on("pageerror", (error) => this.complaints.push(error.message));
    page.on("console", (message) => {
      const isOrdinary =
        ordinaryComplaints.some((it) => message.text().includes(it)) ||
        message.location().url.endsWith(pageIcon);
      if (["error", "warning"].includes(message.type()) && !isOrdinary) {
        this.complaints.push(message.text());
      }
    });
    page.on("websocket", (socket) => {
      this.sockets += 1;
      socket.on("framesent", ({ payload }) => this.sent.push(String(payload)));
      socket.on("framereceived", ({ payload }) => this.received.push(String(payload)));
    });
  }

  get launcher(): Locator {
    return this.page.locator("kite-chat .launcher");
  }

  get panel(): Locator {
    return this.page.getByRole("dialog");
  }

  get input(): Locator {
    return this.page.getByLabel("Your message");
  }

  /** Returns the messages of one side that contain a text. */
  message(from: "visitor" | "host", text: string): Locator {
    return this.page.locator(`li.message.${from}`, { hasText: text });
  }

  /** Returns the visitor's texts that the panel shows. */
  async texts(): Promise<readonly string[]> {
    return this.page.locator("li.message.visitor .text").allInnerTexts();
  }

  /** Opens the panel, and waits until the chat can be used. */
  async openChat(): Promise<void> {
    await this.launcher.click();
    await this.panel.waitFor();
  }

  async write(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /** Writes a text, and waits until the server has stored it. */
  async send(text: string): Promise<void> {
    await this.write(text);
    await this.page.locator("li.message.visitor.sent", { hasText: text }).waitFor();
  }

  /**
   * Hides the tab, or makes it visible. The events are simulated, because no other tab can cover this one in headless
   * Chromium.
   */
  async setVisible(isVisible: boolean): Promise<void> {
    const state = isVisible ? "visible" : "hidden";
    await this.page.evaluate(`
      Object.defineProperty(document, "visibilityState", { configurable: true, value: "${state}" });
      document.dispatchEvent(new Event("visibilitychange"));
    `);
  }

  close(): Promise<void> {
    return this.page.context().close();
  }
}
