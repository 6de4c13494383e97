import type { ChatFile, ChatMessage, Failure } from "./message";
import { readObject, type Storage } from "./storage";

/** A message that the server has not acknowledged. */
export interface OutgoingMessage {
  readonly messageId: string;
  /** Place in the queue. */
  readonly order: number;
  /** Empty for a file. */
  readonly text: string;
  /** With a `url`, the file is uploaded. */
  readonly file?: ChatFile;
  /** When the visitor wrote it, ISO 8601 UTC. */
  readonly writtenAt: string;
  /** Number of times it was sent. */
  readonly attempts: number;
  readonly failure?: Failure;
}

const keyPrefix = "out/";

/**
 * The messages that wait for an acknowledgement, one key each. All tabs of a visitor share them, so that whichever owns
 * the socket sends what another one left.
 */
export class Outbox {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Returns the messages in the order in which the visitor wrote them. */
  all(): readonly OutgoingMessage[] {
    return this.#storage
      .keys()
      .filter((key) => key.startsWith(keyPrefix))
      .flatMap((key) => this.get(key.slice(keyPrefix.length)) ?? [])
      .sort((one, other) => one.order - other.order);
  }

  get(messageId: string): OutgoingMessage | undefined {
    const stored = readObject<OutgoingMessage>(this.#storage, keyPrefix + messageId);
    const { order, text, file, writtenAt, attempts, failure } = stored ?? {};
    return typeof text === "string" && typeof order === "number" && typeof writtenAt === "string"
      ? {
          messageId,
          order,
          text,
          writtenAt,
          attempts: attempts ?? 0,
          ...(file && { file }),
          ...(failure && { failure }),
        }
      : undefined;
  }

  /** Adds a message at the end. */
  add(message: Pick<OutgoingMessage, "messageId" | "text" | "file" | "writtenAt">): OutgoingMessage {
    const order = Math.max(0, ...this.all().map((it) => it.order)) + 1;
    const added = { ...message, order, attempts: 0 };
    this.put(added);
    return added;
  }

  put(message: OutgoingMessage): void {
    const { messageId, ...rest } = message;
    this.#storage.set(keyPrefix + messageId, JSON.stringify(rest));
  }

  remove(messageId: string): void {
    this.#storage.remove(keyPrefix + messageId);
  }
}

/** Converts a message that waits, for the list of messages. */
export function toWaitingMessage({
  messageId,
  text,
  file,
  writtenAt,
  failure,
}: OutgoingMessage): ChatMessage {
  return {
    messageId,
    from: "visitor",
    text,
    timestamp: writtenAt,
    status: failure ? "failed" : "sending",
    ...(file && { file }),
    ...(failure && { failure }),
  };
}
