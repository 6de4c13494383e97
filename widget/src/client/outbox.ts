import { type KeyValueStore, readObject, StoreSection } from "./key-value-store";
import type { ChatFile, ChatMessage, Failure } from "./message";

/** A message that the server has not acknowledged. */
export interface OutgoingMessage {
  readonly messageId: string;
  /** Place in the queue. */
  readonly order: number;
  /** Empty for a file. */
  readonly text: string;
  /** If `url` is set, the file is uploaded. */
  readonly file?: ChatFile;
  /** Time when the visitor wrote the message, ISO 8601 UTC. */
  readonly writtenAt: string;
  /** Number of times that the message was sent. */
  readonly attempts: number;
  readonly failure?: Failure;
}

/**
 * The messages that wait for an acknowledgement, each under its own key. All tabs of a visitor share them, so that the
 * tab with the socket also sends the messages of closed tabs.
 */
export class Outbox {
  readonly #store: StoreSection;

  constructor(storage: KeyValueStore) {
    this.#store = new StoreSection(storage, "out/");
  }

  /** Returns the messages in the order in which the visitor wrote them. */
  all(): readonly OutgoingMessage[] {
    return this.#store
      .keys()
      .flatMap((messageId) => this.get(messageId) ?? [])
      .sort((one, other) => one.order - other.order);
  }

  get(messageId: string): OutgoingMessage | undefined {
    const stored = readObject<OutgoingMessage>(this.#store, messageId) ?? {};
    const { order, text, writtenAt } = stored;
    return typeof text === "string" && typeof order === "number" && typeof writtenAt === "string"
      ? { attempts: 0, ...stored, messageId, order, text, writtenAt }
      : undefined;
  }

  /** Adds a message at the end. */
  add(message: Pick<OutgoingMessage, "messageId" | "text" | "file" | "writtenAt">): OutgoingMessage {
    const order = Math.max(0, ...this.all().map((it) => it.order)) + 1;
    const added = { ...message, order, attempts: 0 };
    this.put(added);
    return added;
  }

  put({ messageId, ...rest }: OutgoingMessage): void {
    this.#store.set(messageId, JSON.stringify(rest));
  }

  remove(messageId: string): void {
    this.#store.delete(messageId);
  }
}

/** Converts a waiting message for the list of messages. */
export function toWaitingMessage({ order, attempts, writtenAt, ...message }: OutgoingMessage): ChatMessage {
  return {
    ...message,
    from: "visitor",
    timestamp: writtenAt,
    status: message.failure ? "failed" : "sending",
  };
}
