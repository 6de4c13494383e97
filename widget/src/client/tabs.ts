import type { StoredValues } from "./key-value-store";
import type { ChatMessage } from "./message";

/** A report from one tab of a visitor to the others. */
export type TabMessage =
  /** Messages are new or have changed. */
  | { readonly type: "messages"; readonly messages: readonly ChatMessage[] }
  /** Messages before a time are missing. They are loaded with all older messages when the visitor scrolls up. */
  | { readonly type: "gap"; readonly before: string }
  /** A message was discarded before it was sent. */
  | { readonly type: "discarded"; readonly messageId: string }
  /** The visitor has read everything. */
  | { readonly type: "read" }
  /** A message is pending, and the owner of the socket must send it. */
  | { readonly type: "unsent" }
  /** The sender asks which tab has the file of a message. */
  | { readonly type: "file wanted"; readonly messageId: string }
  /** The sender has the file of a message. */
  | { readonly type: "file found"; readonly messageId: string }
  /**
   * The visitor logged out, and the tab removed these values by key. Each tab removes them, because what one removes may
   * be readable in others for a moment. A tab that was frozen hears it late: it keeps what the next visitor has stored.
   * An earlier release sends no values.
   */
  | { readonly type: "reset"; readonly stored?: StoredValues };

/**
 * A message with its version and its visitor. A tab ignores other versions, because tabs of one site may run different
 * releases. `visitor` is empty for a visitor whom the shop has not signed in. The visitor is necessary because the tabs
 * may have different visitors.
 */
export type PostedMessage = TabMessage & { readonly v: 1; readonly visitor: string };

/** Connects the tabs of a browser. */
export interface TabBus {
  post(message: PostedMessage): void;
  /** @param onMessage called with each message that another tab posts */
  listen(onMessage: (message: unknown) => void): void;
  close(): void;
}

/** Decides which tab owns the socket. */
export interface SocketLock {
  /**
   * Requests the lock.
   * @param steal whether to take the lock from another tab. Otherwise the lock is granted when the other tab releases
   *   it
   */
  acquire(steal: boolean, onGranted: () => void, onLost: () => void): void;
  release(): void;
}

/**
 * Reads a message of another tab.
 * @param visitor the visitor of this tab
 * @returns undefined for a message of another version, or about another visitor, unless it is a logout, which concerns
 *   all tabs
 */
export function readTabMessage(value: unknown, visitor: string): TabMessage | undefined {
  if (typeof value !== "object" || value === null || !("v" in value) || value.v !== 1) {
    return undefined;
  }
  const message = value as PostedMessage;
  return message.visitor === visitor || message.type === "reset" ? message : undefined;
}
