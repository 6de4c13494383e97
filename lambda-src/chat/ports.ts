import type { FileContent, Message, OutboxJob, RemoteFile } from "./model";
import type { RouteStore } from "./route-store";
import type { ChannelStore, ConnectionStore, MemberStore, MessageStore } from "./stores";

/** Represents the dependencies of the core, which `aws/` and `telegram/` implement. Every call has its own deadline. */
export interface ChatPorts {
  readonly channels: ChannelStore;
  readonly members: MemberStore;
  readonly connections: ConnectionStore;
  readonly messages: MessageStore;
  readonly routes: RouteStore;
  readonly outbox: Outbox;
  readonly sockets: VisitorSockets;
  readonly host: TelegramMessenger;
  readonly hostFiles: HostFiles;
  readonly files: FileStore;
  readonly undeliverable: UndeliverableMessages;
  readonly attention: OperatorAttention;
  /** Returns the stage's secret, from which the keys for identities are derived; `undefined` until one is stored. */
  readonly identitySecret: () => Promise<string | undefined>;
  readonly log: ChatLog;
  /** Time for which messages are stored, in milliseconds. */
  readonly retentionMilliseconds: number;
  /** Frames of one visitor within this time are delivered in the order of their timestamps. In milliseconds. */
  readonly orderWindowMilliseconds: number;
  /** Returns the time in milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** @returns a random number from 0 to below 1 */
  readonly random: () => number;
}

/** Represents the dependencies of the outbox. */
export interface OutboxPorts extends ChatPorts {
  readonly fileEraser: FileEraser;
}

/** Starts the outbox. A notification may be lost, duplicated or late. */
export interface Outbox {
  notify(job: OutboxJob): Promise<void>;
}

/** "gone": the connection is closed for good. "failed": it may be open, and may even have received the frame. */
export type PushResult = "sent" | "gone" | "failed";

/** Represents the visitors' open connections. No call throws. */
export interface VisitorSockets {
  /** @param timeLeft milliseconds until the push must end */
  push(connectionId: string, message: Message, timeLeft: () => number): Promise<PushResult>;
  /** Notifies a visitor of a failure after the ACK. */
  pushError(connectionId: string, sentence: string, code: number): Promise<PushResult>;
  disconnect(connectionId: string): Promise<void>;
}

/** Sends messages and notices to Telegram chats. */
export interface TelegramMessenger {
  /** Arranges messages of one visitor in posts: joins texts that fit into one post, and splits a text that does not. */
  compose(messages: readonly [Message, ...Message[]]): readonly HostPost[];
  /**
   * Shows one post in the host's chat.
   * @param timeLeft remaining milliseconds of the invocation
   * @returns the id of the post in that chat
   * @throws HostUnavailable if it must be retried later
   * @throws HostRefused if no retry can help
   * @throws HostMoved if the chat has another id now
   */
  post(hostChatId: string, post: HostPost, timeLeft: () => number): Promise<number>;
  /** Sends a host's message to a member's private chat. Throws like {@link post}. */
  tellMember(chatId: string, message: Message, timeLeft: () => number): Promise<void>;
  /** Sends a notice to a chat once, without a retry. Never throws. */
  notify(chatId: string, text: string, options?: NoticeOptions): Promise<NoticeOutcome>;
}

/** The outcome of a notice. "refused": the chat will never show the notice. */
export type NoticeOutcome =
  | { readonly kind: "sent" | "refused" }
  | { readonly kind: "unavailable"; readonly reason: HostUnavailable };

/** Represents the files that Telegram stores. */
export interface HostFiles {
  /**
   * Copies a file into the object store under its fileKey.
   * @returns the size in bytes
   * @throws HostUnavailable if it must be retried later
   * @throws HostRefused if Telegram does not return the file
   */
  copy(file: RemoteFile, timeLeft: () => number): Promise<number>;
}

export interface NoticeOptions {
  /** Id of the message that the notice replies to. */
  readonly replyToMessageId?: number;
  /** Whether to send the notice without a sound. @default false */
  readonly silent?: boolean;
  /** Remaining milliseconds for the notice. @default - the adapter's own deadline */
  readonly timeLeft?: () => number;
}

/** Represents one message in the host's chat. */
export interface HostPost {
  /** Text of the post, or the caption of its file. */
  readonly text: string;
  readonly file?: FileContent;
  /** Messages that are completely shown with this post. */
  readonly settles: readonly Message[];
  /** Message of which this post shows a part that is not the last one. */
  readonly advances?: { readonly message: Message; readonly partsShown: number };
}

/** Represents the object store. */
export interface FileStore {
  /** Returns the URL of a file on the wire. */
  canonicalUri(fileKey: string, fileName: string): string;
  /** Reverses {@link canonicalUri}. Returns `undefined` for any other URL. */
  readCanonicalUri(url: string): { readonly fileKey: string; readonly fileName: string } | undefined;
  /**
   * Returns a keyed digest of a text. The digest proves that Kite issued the text.
   * @returns {@link proofCharacters} characters
   */
  proof(text: string): Promise<string>;
  /** Returns a URL that accepts a PUT of exactly this type and size, for an hour. */
  uploadUrl(fileKey: string, file: { readonly fileType: string; readonly fileSize: number }): Promise<string>;
  /** Returns a URL that returns the file to anybody, for some minutes. */
  downloadUrl(fileKey: string, fileName: string): Promise<string>;
  /** Returns the size in bytes, or `undefined` if the file does not exist. */
  sizeOf(fileKey: string): Promise<number | undefined>;
  save(fileKey: string, fileType: string, bytes: Uint8Array): Promise<void>;
  /** @returns `undefined` if the file does not exist */
  read(fileKey: string): Promise<Uint8Array | undefined>;
}

/** Erases files of the object store. Only the outbox may erase files. */
export interface FileEraser {
  /**
   * Deletes at most 1,000 files.
   * @param start the start of their keys
   * @returns the number of deleted files; 0 if there are no more
   */
  erase(start: string): Promise<number>;
}

/** The length of a proof of {@link FileStore.proof}: 16 bytes as base64url. */
export const proofCharacters = 22;

/** Represents the queue where an operator finds undeliverable messages. */
export interface UndeliverableMessages {
  /** Reports a message by its key, so that it can be sent again. */
  put(message: Message, reason: string): Promise<void>;
}

/** Alerts an operator to a delivery that stays pending and that a retry alone will not complete. */
export interface OperatorAttention {
  /** Logs why a delivery failed, and counts it for an alarm. */
  request(message: Pick<Message, "member" | "direction">, reason: HostUnavailable): void;
}

/** Represents the reason why a delivery must be retried. */
export interface Unavailability {
  /** The exact wait that Telegram requested; absent if it requested none. */
  readonly retryAfterMilliseconds?: number;
  /** Whether the request was sent but no complete answer came. The post may then exist. */
  readonly ambiguous: boolean;
  /** Whether an operator must do something before a retry can succeed. @default false */
  readonly needsAttention?: boolean;
}

/** Reports that Telegram is down or slow, or requests a pause. */
export class HostUnavailable extends Error {
  override readonly name = "HostUnavailable";

  readonly details: Unavailability;
  constructor(message: string, details: Unavailability, options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}

/** Reports that the chat no longer exists, that the bot is blocked there, or that the message can never be shown. */
export class HostRefused extends Error {
  override readonly name = "HostRefused";

  readonly reason: "refused" | "too large";
  constructor(message: string, reason: "refused" | "too large" = "refused", options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Reports that the group has become a supergroup. */
export class HostMoved extends Error {
  override readonly name = "HostMoved";

  readonly toChatId: string;
  constructor(toChatId: string) {
    super("the group has become a supergroup and has another id");
    this.toChatId = toChatId;
  }
}

/** Writes a structured log without personal data: no texts, no names, no memberIds. */
export interface ChatLog {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  error(message: string, error: unknown, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
