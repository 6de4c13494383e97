import type { FileContent, Message, OutboxJob, RemoteFile } from "./model";
import type { ChannelStore, ConnectionStore, MemberStore, MessageStore, RouteStore } from "./stores";

/** What the core needs of the context; `aws/` and `telegram/` give it. Every call has a deadline of its own. */
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
  /** Returns the stage's secret, from which the keys for identities are made; `undefined` before one is stored. */
  readonly identitySecret: () => Promise<string | undefined>;
  readonly log: ChatLog;
  /** How long messages are stored, in milliseconds. */
  readonly retentionMilliseconds: number;
  /** Frames of one visitor that come within this time are delivered in the order of their timestamps. In milliseconds. */
  readonly orderWindowMilliseconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** @returns a random number from 0 to below 1 */
  readonly random: () => number;
}

/** Starts the outbox. A notification may be lost, doubled or late. */
export interface Outbox {
  notify(job: OutboxJob): Promise<void>;
}

/** "gone": the connection is closed for good. "failed": it may live, and may even have received the frame. */
export type PushResult = "sent" | "gone" | "failed";

/** The visitors' open connections. No call throws. */
export interface VisitorSockets {
  /** @param timeLeft milliseconds until the push must end */
  push(connectionId: string, message: Message, timeLeft: () => number): Promise<PushResult>;
  /** Tells a visitor of a fault that comes after the ACK. */
  pushError(connectionId: string, sentence: string, code: number): Promise<PushResult>;
  disconnect(connectionId: string): Promise<void>;
}

/** The chat app of the hosts. */
export interface TelegramMessenger {
  /** Lays messages of one visitor out as posts: texts joined where they fit into one, split where one does not. */
  compose(messages: readonly [Message, ...Message[]]): readonly HostPost[];
  /**
   * Shows one post in the host's chat.
   * @param timeLeft milliseconds that the invocation may still take
   * @returns the id of the post in that chat
   * @throws HostUnavailable to be tried again later
   * @throws HostRefused when no retry can help
   * @throws HostMoved when the chat has another id now
   */
  post(hostChatId: string, post: HostPost, timeLeft: () => number): Promise<number>;
  /** Shows a host's message to a member in their private chat; throws as {@link post}. */
  tellMember(chatId: string, message: Message, timeLeft: () => number): Promise<void>;
  /** Says something to a chat, if it can be said now: a notice gives way. Never throws. */
  notify(chatId: string, text: string, options?: NoticeOptions): Promise<NoticeOutcome>;
}

/** Whether a notice was sent. "refused": the chat will never show it. */
export type NoticeOutcome =
  | { readonly kind: "sent" | "refused" }
  | { readonly kind: "unavailable"; readonly reason: HostUnavailable };

/** Files that the hosts' chat app keeps. */
export interface HostFiles {
  /**
   * Copies a file into the object store under its fileKey.
   * @returns its size in bytes
   * @throws HostUnavailable to be tried again later
   * @throws HostRefused when the chat app does not give it out
   */
  copy(file: RemoteFile, timeLeft: () => number): Promise<number>;
}

export interface NoticeOptions {
  /** The message that it answers. */
  readonly replyToMessageId?: number;
  /** Without a sound. @default false */
  readonly silent?: boolean;
  /** Milliseconds that the notice may take at most. @default - the adapter's own deadline */
  readonly timeLeft?: () => number;
}

/** What the host sees as one message. */
export interface HostPost {
  /** The text, or what stands below the file. */
  readonly text: string;
  readonly file?: FileContent;
  /** The messages that are shown in full once this post is. */
  readonly settles: readonly Message[];
  /** A message of which this post is a part, but not the last. */
  readonly advances?: { readonly message: Message; readonly partsShown: number };
}

/** The object store. */
export interface FileStore {
  /** What a file is called on the wire. */
  canonicalUri(fileKey: string, fileName: string): string;
  /** The reverse; `undefined` for any other URL. */
  readCanonicalUri(url: string): { readonly fileKey: string; readonly fileName: string } | undefined;
  /** A keyed digest of a text, which proves that we issued it. */
  proof(text: string): Promise<string>;
  /** Takes a PUT of exactly this type and size, for an hour. */
  uploadUrl(fileKey: string, file: { readonly fileType: string; readonly fileSize: number }): Promise<string>;
  /** Gives the file to whoever has the URL, for some minutes. */
  downloadUrl(fileKey: string, fileName: string): Promise<string>;
  /** In bytes; `undefined` when it is not there. */
  sizeOf(fileKey: string): Promise<number | undefined>;
  save(fileKey: string, fileType: string, bytes: Uint8Array): Promise<void>;
  /** @returns `undefined` when it is not there */
  read(fileKey: string): Promise<Uint8Array | undefined>;
}

/** Where an operator finds what could not be delivered. */
export interface UndeliverableMessages {
  /** Reports one message by its key, so that it can be sent again. */
  put(message: Message, reason: string): Promise<void>;
}

/** Calls an operator for a delivery that stays pending, but that a retry alone will not end. */
export interface OperatorAttention {
  /** Logs why a delivery failed, and counts it for an alarm. */
  request(message: Pick<Message, "member" | "direction">, reason: HostUnavailable): void;
}

/** Why a delivery has to be tried again. */
export interface Unavailability {
  /** What Telegram asked for, exactly; absent when it asked for nothing. */
  readonly retryAfterMilliseconds?: number;
  /** The request was written and no complete answer came: the post may be there. */
  readonly ambiguous: boolean;
  /** An operator has to do something before a retry can succeed. @default false */
  readonly needsAttention?: boolean;
}

/** Telegram is down, slow, or wants us to wait. */
export class HostUnavailable extends Error {
  override readonly name = "HostUnavailable";

  readonly details: Unavailability;
  constructor(message: string, details: Unavailability, options?: ErrorOptions) {
    super(message, options);
    this.details = details;
  }
}

/** The chat is gone, or the bot is blocked there, or the message can never be shown. */
export class HostRefused extends Error {
  override readonly name = "HostRefused";

  readonly reason: "refused" | "too large";
  constructor(message: string, reason: "refused" | "too large" = "refused", options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** The group has become a supergroup. */
export class HostMoved extends Error {
  override readonly name = "HostMoved";

  readonly toChatId: string;
  constructor(toChatId: string) {
    super("the group has become a supergroup and has another id");
    this.toChatId = toChatId;
  }
}

/** Structured log without personal data: no texts, no names, no memberIds. */
export interface ChatLog {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  error(message: string, error: unknown, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
