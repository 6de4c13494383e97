import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { eventually } from "../../../checks/harness/eventually";
import { type BuiltWidget, buildWidget, servedPlaceholder } from "../../../widget/build";
import { type OpenPlayground, openPlayground } from "../open-playground";
import { ChatPage } from "./chat-page";

/** A page of the shop. */
export interface ShopPage {
  /** Content of its body. @default - the script tag alone */
  readonly body?: string;
  /** Content of its head. @default "" */
  readonly head?: string;
  /** Attributes of its `<html>`. @default - English */
  readonly html?: string;
  /** @default - none */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A shop that uses the chat. Its pages, the widget's files and Kite have different origins. */
export class ShopWithChat {
  readonly #pages = new Map<string, ShopPage>();
  readonly #shop: Server;
  readonly #files: Server;
  #running: { readonly playground: OpenPlayground; readonly widget: BuiltWidget } | undefined;
  /** Requested paths of the widget's files. */
  readonly requested: string[] = [];
  /** Values that the server writes into the loader. They add to the endpoint or replace it. */
  served: Readonly<Record<string, unknown>> = {};

  constructor() {
    this.#shop = createServer((request, response) => {
      if (request.url === "/favicon.ico") {
        response.writeHead(204).end();
        return;
      }
      const page = this.#pages.get((request.url ?? "").split("?", 1)[0] ?? "");
      response.writeHead(page === undefined ? 404 : 200, {
        "content-type": "text/html; charset=utf-8",
        ...page?.headers,
      });
      const { html = 'lang="en"', head = "", body = this.tag() } = page ?? {};
      response.end(`<!doctype html><html ${html}><head><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">${head}</head>
<body>${body}</body></html>`);
    });
    this.#files = createServer((request, response) => this.#serveWidget(request.url ?? "", response));
  }

  /** Starts the servers and the browser. @param executablePath the path of Chromium */
  async open(executablePath: string): Promise<void> {
    this.#running = { playground: await openPlayground(executablePath), widget: buildWidget() };
    await listen(this.#shop);
    await listen(this.#files);
  }

  /** Kite itself, and the browser. */
  get opened(): OpenPlayground {
    return this.#run.playground;
  }

  /** The widget that the shop's pages load. */
  get widget(): BuiltWidget {
    return this.#run.widget;
  }

  get browser(): Browser {
    return this.opened.browser;
  }

  /** The origin of the shop. Its host name counts as secure in Chromium. */
  get origin(): string {
    return `http://localhost:${portOf(this.#shop)}`;
  }

  /** The origin of the widget's files. */
  get filesOrigin(): string {
    return `http://127.0.0.1:${portOf(this.#files)}`;
  }

  /** The origin of the chat. */
  get chatOrigin(): string {
    return this.opened.playground.url;
  }

  get channel(): string {
    return this.opened.playground.channelName;
  }

  /** The chat's WebSocket endpoint. */
  get endpoint(): string {
    return this.opened.playground.webSocketUrl.replace(/\?.*/, "");
  }

  /** The script tag, as a shop pastes it. */
  tag(attributes = "", query = ""): string {
    return `<script async src="${this.filesOrigin}/widget.js?c=${this.channel}${query}" ${attributes}></script>`;
  }

  /** Adds a page to the shop. */
  serve(path: string, page: ShopPage): void {
    this.#pages.set(path, page);
  }

  /** Opens a page in a separate browser, as a new visitor. */
  async visit(page: ShopPage = {}, options: BrowserContextOptions = {}): Promise<ChatPage> {
    return this.openTab(await this.newContext(options), page);
  }

  /** Creates a separate browser for a new visitor. */
  newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: "reduce",
      ...options,
    });
  }

  /** Opens a page in another tab of a visitor. */
  async openTab(context: BrowserContext, page: ShopPage = {}, origin = this.origin): Promise<ChatPage> {
    const chat = new ChatPage(await context.newPage());
    await chat.page.goto(this.addPage(page, origin));
    return chat;
  }

  /** Adds a page to the shop at a new URL. @returns the URL */
  addPage(page: ShopPage = {}, origin = this.origin): string {
    const path = `/page-${this.#pages.size}`;
    this.serve(path, page);
    return origin + path;
  }

  /** Texts in the host's group, in order. */
  get hostMessages(): readonly string[] {
    const { own } = this.opened.playground;
    return own?.telegram.messages(own.hostChat.chat.id).map(({ text = "" }) => text) ?? [];
  }

  /** Waits until the host sees a text. */
  async hostSees(text: string): Promise<void> {
    await eventually(`the host sees ${text}`, () => this.hostMessages.some((it) => it.includes(text)));
  }

  /** Sends a message of the host in the group. */
  say(text: string): void {
    this.opened.playground.own?.hostChat.say({ text });
  }

  /** Waits until the host sees a text, and answers its visitor, even if another visitor has written since. */
  async reply(to: string, text: string): Promise<void> {
    await this.hostSees(to);
    const { own } = this.opened.playground;
    const messages = own?.telegram.messages(own.hostChat.chat.id) ?? [];
    const replyTo = messages.findLast((it) => it.text?.includes(to))?.message_id;
    own?.hostChat.say(replyTo === undefined ? { text } : { text, replyTo });
  }

  /** Advances the clock of the chat's server. @param minutes up to 120 */
  async advance(minutes: number): Promise<void> {
    const response = await fetch(`${this.chatOrigin}/playground/time`, {
      method: "POST",
      headers: { origin: this.chatOrigin, "content-type": "application/json" },
      body: JSON.stringify({ minutes }),
    });
    expect(response.status).toBe(200);
  }

  async close(): Promise<void> {
    await this.#running?.playground.close();
    this.#shop.close();
    this.#files.close();
  }

  get #run(): { readonly playground: OpenPlayground; readonly widget: BuiltWidget } {
    if (this.#running === undefined) {
      throw new Error("The shop is not open yet: use it in tests and hooks alone.");
    }
    return this.#running;
  }

  #serveWidget(url: string, response: ServerResponse): void {
    const path = url.split("?", 1)[0] ?? "";
    this.requested.push(path);
    const headers = {
      "content-type": "text/javascript; charset=utf-8",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    };
    const served = JSON.stringify({ endpoint: this.endpoint, ...this.served });
    const loader = Buffer.from(this.widget.loader.body).toString("utf8");
    const { bundle, translations } = this.widget;
    const loaders: Readonly<Record<string, string>> = {
      "/widget.js": loader.replace(servedPlaceholder, () => served),
      "/plain/widget.js": loader,
    };
    const file = [bundle, ...translations].find(
      ({ name }) => path === `/${name}` || path === `/plain/${name}`,
    );
    const body = loaders[path] ?? file?.body;
    response.writeHead(body === undefined ? 404 : 200, headers).end(body);
  }
}

async function listen(server: Server): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
