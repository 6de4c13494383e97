import type { TokenSource } from "./client/identity";
import type { ChatMessage } from "./client/message";
import type { ChangeableSettings } from "./settings";

/** Events that a page can listen to, each with the value that its listener receives. */
export interface KiteEvents {
  /** A message of the host arrived. */
  message: ChatMessage;
  /** The number of unread messages changed. */
  unread: number;
  /** The panel was opened or closed. */
  open: boolean;
}

/** The chat of a page, as `window.kite`. */
export interface KiteApi {
  open(): void;
  close(): void;
  toggle(): void;
  /**
   * Signs the visitor in.
   * @param identity `token` made by the shop's server, or a function that gets one, called at each JOIN
   */
  identify(identity: { readonly token: TokenSource }): void;
  /** Forgets the visitor: nothing of the talk stays on this device. */
  reset(): void;
  /** Removes the chat from the page. */
  destroy(): void;
  /** Changes settings of the running chat, such as its language. The endpoint and the channel stay. */
  configure(settings: ChangeableSettings): void;
  /** Listens to events. @returns a function that stops it */
  on<K extends keyof KiteEvents>(type: K, listener: (value: KiteEvents[K]) => void): () => void;
  /** Runs a call that was queued before the loader was there: `kite.push(["open"])`. */
  push(...calls: readonly KiteCall[]): void;
}

/** A call of the API: the name of the method, and its arguments. */
export type KiteCall = readonly [method: Exclude<keyof KiteApi, "push">, ...values: readonly unknown[]];

declare global {
  interface HTMLElementTagNameMap {
    "kite-chat": HTMLElement;
  }
  interface Window {
    /** The chat of this page. Before it is loaded, an array of calls that wait for it. */
    kite?: KiteApi | KiteCall[] | undefined;
  }
}
