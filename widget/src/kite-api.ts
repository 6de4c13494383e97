import type { TokenSource } from "./client/identity";
import type { ChatMessage } from "./client/message";
import type { ChangeableSettings } from "./settings";

/** Events that a page can listen to, each with the value that its listener receives. */
export interface KiteEvents {
  /** Emitted when a message of the host has arrived. */
  message: ChatMessage;
  /** Emitted when the number of unread messages has changed. */
  unread: number;
  /** Emitted when the panel was opened or closed. */
  open: boolean;
}

/** The chat of a page, as `window.kite`. */
export interface KiteApi {
  open(): void;
  close(): void;
  toggle(): void;
  /**
   * Signs the visitor in.
   * @param identity contains a token that the shop's server has created, or a function that fetches one. The function
   *   is called at each JOIN
   */
  identify(identity: { readonly token: TokenSource }): void;
  /** Deletes all data of the visitor's conversation from this device. */
  reset(): void;
  /** Removes the chat from the page. */
  destroy(): void;
  /** Changes settings of the running chat, such as its language. The endpoint and the channel cannot change. */
  configure(settings: ChangeableSettings): void;
  /** Listens to events. @returns a function that stops listening */
  on<K extends keyof KiteEvents>(type: K, listener: (value: KiteEvents[K]) => void): () => void;
  /** Runs a call. Allows pages to queue calls before the loader has run: `kite.push(["open"])`. */
  push(...calls: readonly KiteCall[]): void;
}

/** A call of the API: the name of the method, and its arguments. */
export type KiteCall = readonly [method: Exclude<keyof KiteApi, "push">, ...values: readonly unknown[]];

declare global {
  interface HTMLElementTagNameMap {
    "kite-chat": HTMLElement;
  }
  interface Window {
    /** The chat of this page. Before the chat is loaded, an array of queued calls. */
    kite?: KiteApi | KiteCall[] | undefined;
  }
}
