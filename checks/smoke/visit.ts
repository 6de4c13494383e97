import { randomUUID } from "node:crypto";
import { Visitor } from "../harness/client/visitor";
import type { ChatUrls } from "./chat-urls";

/** Checks, each with a sentence that states its promise. A check throws a ContractError if the promise is broken. */
export type Checks = Readonly<Record<string, (visit: Visit) => Promise<unknown>>>;

/** Creates a unique ID or channel name that is recognizable as part of the smoke test. */
export function smokeId(): string {
  return `smoke-${randomUUID().slice(0, 13)}`;
}

/** Represents the connections of one check. They end when the check ends. */
export class Visit {
  readonly #ended = new AbortController();

  readonly urls: ChatUrls;

  constructor(urls: ChatUrls) {
    this.urls = urls;
  }

  /** Channel with a host. */
  get channelName(): string {
    return this.urls.channelName ?? "";
  }

  /** Requests a URL. Redirects are not followed. */
  request(url: string, init: RequestInit = {}): Promise<Response> {
    return fetch(url, { redirect: "manual", ...init, signal: this.#ended.signal });
  }

  /** Opens a socket on a channel. @returns the HTTP status if the server rejects it */
  tryOpen(channelName: string, protocols?: readonly string[]): Promise<Visitor | number> {
    return Visitor.tryConnect(...this.#address(channelName, protocols));
  }

  /** Opens a socket. @throws ContractError if the server rejects it */
  open(channelName = smokeId(), protocols?: readonly string[]): Promise<Visitor> {
    return Visitor.connect(...this.#address(channelName, protocols));
  }

  /** Opens a socket on the hosted channel, and joins. */
  async join(memberId = smokeId()): Promise<Visitor> {
    const visitor = await this.open(this.channelName);
    await visitor.expect(["JOIN", memberId, "Smoke test", this.channelName], ["OK"]);
    return visitor;
  }

  /** Closes every socket and aborts every request. */
  end(): void {
    this.#ended.abort();
  }

  #address(channelName: string, protocols: readonly string[] | undefined) {
    const url = `${this.urls.webSocketUrl}?c=${encodeURIComponent(channelName)}`;
    return [url, { protocols, signal: this.#ended.signal }] as const;
  }
}
