import type { ChatMessage } from "./message";

/** A report from one tab of a visitor to the others. */
export type TabMessage =
  /** Messages are new or have changed. */
  | { readonly type: "messages"; readonly messages: readonly ChatMessage[] }
  /** Messages are missing before a time. They are loaded when the visitor scrolls up, with all that are older. */
  | { readonly type: "gap"; readonly before: string }
  /** A message was discarded before it was sent. */
  | { readonly type: "discarded"; readonly messageId: string }
  /** The visitor has read everything. */
  | { readonly type: "read" }
  /** A message is pending, and the owner of the socket must send it. */
  | { readonly type: "unsent" }
  /** Asks which tab has the file of a message. */
  | { readonly type: "file wanted"; readonly messageId: string }
  /** Answers that a tab has it. */
  | { readonly type: "file found"; readonly messageId: string }
  /** The visitor logged out. Each tab clears the storage: what one removes may be readable in others for a moment. */
  | { readonly type: "reset" };

/**
 * A message with its version, and with the visitor whom it is about: empty, or whom the shop has signed in. A tab ignores
 * other versions, because tabs of one site may run different releases. Other tabs of the browser may be on pages where
 * another visitor, or none, is signed in.
 */
export type PostedMessage = TabMessage & { readonly v: 1; readonly visitor: string };

/** Connects the tabs of a browser. */
export interface TabBus {
  post(message: PostedMessage): void;
  /** @param onMessage called with what other tabs post */
  listen(onMessage: (message: unknown) => void): void;
  close(): void;
}

/** Decides which tab owns the socket. */
export interface SocketLock {
  /**
   * Asks for the lock.
   * @param steal takes it from another tab; otherwise it is granted when the other tab releases it
   */
  acquire(steal: boolean, onGranted: () => void, onLost: () => void): void;
  release(): void;
}

/**
 * Reads a message of another tab.
 * @param visitor of this tab
 * @returns undefined for a message of another version, or about another visitor: only a logout concerns all
 */
export function readTabMessage(value: unknown, visitor: string): TabMessage | undefined {
  if (typeof value !== "object" || value === null || !("v" in value) || value.v !== 1) {
    return undefined;
  }
  const message = value as PostedMessage;
  return message.visitor === visitor || message.type === "reset" ? message : undefined;
}
