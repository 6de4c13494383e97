import type { Connection, Destination, HostedChannel, Identity, Member, MemberRef, Message } from "./model";

/** What the core needs of the world; `aws/` and `telegram/` give it. Every call has a deadline of its own. */
export interface ChatPorts {
  readonly channels: ChannelStore;
  readonly members: MemberStore;
  readonly connections: ConnectionStore;
  readonly messages: MessageStore;
  readonly wakeUps: WakeUps;
  readonly sockets: VisitorSockets;
  readonly host: HostMessenger;
  readonly log: ChatLog;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ChannelStore {
  /** Makes a channel; both rows (its name, its chat) or none. */
  create(channelName: string, hostChatId: string): Promise<"created" | "name taken" | "chat taken">;
  find(channelName: string): Promise<HostedChannel | undefined>;
  findByHostChat(hostChatId: string): Promise<HostedChannel | undefined>;
  /**
   * Notes who wrote last in a channel.
   * @returns the chat that hosts the channel now, `undefined` if none does
   */
  noteLastWriter(member: MemberRef, hostChatId: string): Promise<string | undefined>;
  /** Follows a group that Telegram has turned into a supergroup with another id. */
  moveHostChat(channelName: string, fromChatId: string, toChatId: string): Promise<void>;
}

export type FrameCount =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reason: "unknown member" }
  | { readonly allowed: false; readonly reason: "too many"; readonly retryAfterMilliseconds: number };

export interface MemberStore {
  /** Adds a socket to a member, who is made at the first JOIN. */
  join(member: MemberRef, memberName: string | null, connectionId: string): Promise<Member>;
  find(member: MemberRef): Promise<Member | undefined>;
  /** @returns every live member of the channel with that tag: none, one, or a clash */
  findByTag(channelName: string, tag: string): Promise<readonly Member[]>;
  /** Takes one frame from the member's token bucket. */
  countFrame(member: MemberRef): Promise<FrameCount>;
  removeSocket(member: MemberRef, connectionId: string): Promise<void>;
  /** Notes that one more message is kept for the member's return; gives the member as it is then. */
  fillMailbox(member: MemberRef): Promise<Member | undefined>;
  /** Notes that nothing is kept any more, unless something was added since `mailbox` was read. */
  emptyMailbox(member: MemberRef, mailbox: string): Promise<void>;
}

export interface ConnectionStore {
  open(connectionId: string, channelName: string): Promise<void>;
  find(connectionId: string): Promise<Connection | undefined>;
  /** @returns false when the connection is gone or somebody else's by now */
  identify(connectionId: string, identity: Identity): Promise<boolean>;
  /** Forgets a connection and gives what it was. */
  close(connectionId: string): Promise<Connection | undefined>;
}

export interface MessageStore {
  /**
   * Stores a message as one that waits, unless its messageId is known in this conversation and direction.
   * @returns the message that is stored now, and whether it is this one
   */
  add(message: Message): Promise<{ readonly added: boolean; readonly stored: Message }>;
  /** What waits for a destination, in order, at most `limit`. */
  waiting(destination: Destination, limit: number): Promise<readonly Message[]>;
  /** The message waits no more: it has arrived, or it never can. */
  settle(message: Message, outcome: "delivered" | "undeliverable"): Promise<void>;
  /** Notes how many parts of a long text the host has seen, so that a retry does not repeat them. */
  advance(message: Message, partsShown: number): Promise<void>;
  /** The visitor is away: the message waits for the next JOIN, not for the sweep. */
  hold(message: Message): Promise<void>;
  /** Destinations with messages that have waited longer than they should, those that are held left out. */
  overdue(storedBefore: string): Promise<readonly Destination[]>;
  /** @returns false when this Telegram update was noted before */
  noteUpdate(updateId: number): Promise<boolean>;
}

/** Wakes the deliverer of a destination; a wake-up may be lost, doubled or late. */
export interface WakeUps {
  /** @param cause names what happened, so that the same wake-up is not queued twice */
  wake(destination: Destination, cause: string): Promise<void>;
}

/** The visitors' open connections. */
export interface VisitorSockets {
  /** @returns "gone" when the connection is closed for good */
  push(connectionId: string, message: Message): Promise<"sent" | "gone">;
  /** Tells a visitor of a fault that comes after the ACK. */
  pushError(connectionId: string, sentence: string, code: number): Promise<"sent" | "gone">;
  disconnect(connectionId: string): Promise<void>;
}

/** The chat app of the hosts. */
export interface HostMessenger {
  /** Lays texts of one visitor out as posts: joined where they fit into one, split where one does not. */
  compose(messages: readonly [Message, ...Message[]]): readonly HostPost[];
  /**
   * Shows one post in the host's chat.
   * @throws HostUnavailable to be tried again later
   * @throws HostRefused when no retry can help
   * @throws HostMoved when the chat has another id now
   */
  post(hostChatId: string, post: HostPost): Promise<void>;
  /** Says something to a chat, if it can be said now: a notice gives way. */
  notify(chatId: string, text: string, replyToMessageId?: number): Promise<void>;
}

/** What the host sees as one message. */
export interface HostPost {
  readonly text: string;
  /** The messages that are shown in full once this post is. */
  readonly settles: readonly Message[];
  /** A message of which this post is a part, but not the last. */
  readonly advances?: { readonly message: Message; readonly partsShown: number };
}

/** Telegram is down, slow, or wants us to wait. */
export class HostUnavailable extends Error {
  override readonly name = "HostUnavailable";
  constructor(
    message: string,
    /** What Telegram asked for; `undefined` when it said nothing. */
    readonly retryAfterSeconds: number | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The chat is gone, or the bot is blocked there, or the message can never be shown. */
export class HostRefused extends Error {
  override readonly name = "HostRefused";
}

/** The group has become a supergroup. */
export class HostMoved extends Error {
  override readonly name = "HostMoved";
  constructor(readonly toChatId: string) {
    super("the group has become a supergroup and has another id");
  }
}

/** Structured log without personal data: no texts, no names, no memberIds. */
export interface ChatLog {
  info(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, fields?: Readonly<Record<string, string | number | boolean>>): void;
  error(message: string, error: unknown, fields?: Readonly<Record<string, string | number | boolean>>): void;
}
