/** A file of a message. */
export interface ChatFile {
  readonly name: string;
  /** The media type. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
  /** The URL of the file. Absent before it is uploaded. */
  readonly url?: string;
  /** The uploaded part, from 0 to 1. Absent except during an upload. */
  readonly progress?: number;
}

/**
 * The reason why a message was not sent: the server rejected it, the upload failed, or the page was reloaded before the
 * file was sent.
 */
export type Failure = "rejected" | "upload" | "reload";

/** One message, as the visitor sees it. */
export interface ChatMessage {
  readonly messageId: string;
  readonly from: "visitor" | "host";
  /** Empty for a file. */
  readonly text: string;
  readonly file?: ChatFile;
  /** ISO 8601 UTC. */
  readonly timestamp: string;
  /** A message is `sent` once the server has stored it. */
  readonly status: "sending" | "sent" | "failed";
  readonly failure?: Failure;
}

/** Returns the key that identifies a message. */
export function keyOf({ from, messageId }: Pick<ChatMessage, "from" | "messageId">): string {
  return `${from}/${messageId}`;
}

/**
 * Adds messages to the known messages, ordered by time. A newer version of a known message replaces the earlier one.
 * Messages that the server has not stored stay at the end, in their given order.
 */
export function mergeMessages(
  known: readonly ChatMessage[],
  added: readonly ChatMessage[],
): readonly ChatMessage[] {
  const all = new Map([...known, ...added].map((message) => [keyOf(message), message]));
  const messages = [...all.values()];
  const sent = messages.filter(({ status }) => status === "sent");
  // The sort is stable, so messages with equal times keep the server's order.
  return [
    ...sent.sort((one, other) => Date.parse(one.timestamp) - Date.parse(other.timestamp)),
    ...messages.filter(({ status }) => status !== "sent"),
  ];
}
