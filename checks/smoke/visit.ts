import { randomUUID } from "node:crypto";
import { Visitor } from "../harness/client/visitor";
import type { ChatUrls } from "./chat-urls";

/** Promises that a client can see kept, by a sentence: each throws a ContractError when it is not. */
export type Checks = Readonly<Record<string, (visit: Visit) => Promise<unknown>>>;

/** Creates an id or a channel name that nobody has, recognizable as the smoke test's. */
export function smokeId(): string {
  return `smoke-${randomUUID().slice(0, 13)}`;
}

/** Represents what one check does to a chat. Its sockets and requests end with it. */
export class Visit {
  readonly #ended = new AbortController();

  readonly urls: ChatUrls;

  constructor(urls: ChatUrls) {
    this.urls = urls;
  }

  /** The channel that has a host. */
  get channelName(): string {
    return this.urls.channelName ?? "";
  }

  /** Requests a URL. Redirects are not followed. */
  request(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url, { redirect: "manual", ...init, signal: this.#ended.signal });
  }

  /** Opens a socket on a channel. @returns the HTTP status when the server refuses it */
  tryOpen(channelName: string, protocols?: readonly string[]): Promise<Visitor | number> {
    return Visitor.tryConnect(...this.#address(channelName, protocols));
  }

  /** @throws ContractError when the server refuses the socket */
  open(channelName = smokeId(), protocols?: readonly string[]): Promise<Visitor> {
    return Visitor.connect(...this.#address(channelName, protocols));
  }

  /** Opens a socket on the hosted channel, and joins. */
  async join(memberId = smokeId()): Promise<Visitor> {
    const visitor = await this.open(this.channelName);
    await visitor.expect(["JOIN", memberId, "Smoke test", this.channelName], ["OK"]);
    return visitor;
  }

  /** Ends every socket and request. */
  end(): void {
    this.#ended.abort();
  }

  #address(channelName: string, protocols: readonly string[] | undefined) {
    const url = `${this.urls.webSocketUrl}?c=${encodeURIComponent(channelName)}`;
    return [url, { protocols, signal: this.#ended.signal }] as const;
  }
}
