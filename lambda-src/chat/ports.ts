import type {
  Connection,
  Departure,
  Destination,
  FileContent,
  HostedChannel,
  Identity,
  Member,
  MemberRef,
  Message,
} from "./model";

/** What the core needs of the world; `aws/` and `telegram/` give it. Every call has a deadline of its own. */
export interface ChatPorts {
  readonly channels: ChannelStore;
  readonly members: MemberStore;
  readonly connections: ConnectionStore;
  readonly messages: MessageStore;
  readonly wakeUps: WakeUps;
  readonly sockets: VisitorSockets;
  readonly host: HostMessenger;
  readonly files: FileStore;
  readonly deadLetters: DeadLetters;
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
  /** The chat hosts nothing from now on; the name stays taken until {@link remove}. */
  drop(channel: HostedChannel): Promise<void>;
  /** Frees the name of a dropped channel. */
  remove(channelName: string): Promise<void>;
}

export type FrameCount =
  | { readonly allowed: true; readonly firstWords: boolean }
  | { readonly allowed: false; readonly reason: "unknown member" }
  | { readonly allowed: false; readonly reason: "too many"; readonly retryAfterMilliseconds: number };

export interface MemberStore {
  /** Adds a socket to a member, who is made at the first JOIN. */
  join(member: MemberRef, memberName: string | null, connectionId: string): Promise<Member>;
  find(member: MemberRef): Promise<Member | undefined>;
  /** @returns every live member of the channel with that tag: none, one, or a clash */
  findByTag(channelName: string, tag: string): Promise<readonly Member[]>;
  /**
   * Takes one frame from the member's token bucket.
   * @param options.speaks notes as well that the member is present for the host
   */
  countFrame(member: MemberRef, options: { readonly speaks: boolean }): Promise<FrameCount>;
  /** @returns the member as it is then; `undefined` when that socket was not the member's */
  removeSocket(member: MemberRef, connectionId: string): Promise<Member | undefined>;
  /** Notes that the host does not know of the member, or was told that they left. */
  noteAbsence(member: MemberRef): Promise<void>;
  /**
   * Gives a private chat of Telegram a seat in a channel, or renews it.
   * @returns who sits there: another member, when one has taken the seat in the same moment
   */
  seat(member: MemberRef, memberName: string, telegramChatId: string): Promise<Member>;
  /** Who sits in a private chat of Telegram. */
  findSeated(telegramChatId: string): Promise<MemberRef | undefined>;
  /** Forgets a member, with the seat in Telegram. */
  remove(member: MemberRef, telegramChatId: string | undefined): Promise<void>;
  /** Members of a channel, at most `limit`, in no order. */
  inChannel(channelName: string, limit: number): Promise<readonly Member[]>;
  /** How many members a channel has. */
  countInChannel(channelName: string): Promise<number>;
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
  /** Notes that the host knows of the visitor, and how many parts of a long text it has seen, so that a retry does not repeat them. */
  advance(message: Message, partsShown: number): Promise<void>;
  /** The visitor is away: the message waits for the next JOIN, not for the sweep. */
  hold(message: Message): Promise<void>;
  /** What a visitor's conversation holds, the newest first. `before`: ISO 8601 UTC. */
  history(member: MemberRef, limit: number, before: string | undefined): Promise<readonly Message[]>;
  /** Notes that a visitor seems to have left; replaces an earlier note. */
  noteDeparture(departure: Departure): Promise<void>;
  /** Visitors of a channel who seem to have left before that time; ISO 8601 UTC. */
  departures(channelName: string, before: string): Promise<readonly Departure[]>;
  /** The departure is told, or was none. */
  settleDeparture(departure: Departure): Promise<void>;
  /** Notes that a channel is to be erased. */
  noteDrop(channelName: string): Promise<void>;
  /** The channel is erased, or hosted again. */
  settleDrop(channelName: string): Promise<void>;
  /** Erases a conversation. */
  erase(member: MemberRef): Promise<void>;
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
  /** Lays messages of one visitor out as posts: texts joined where they fit into one, split where one does not. */
  compose(messages: readonly [Message, ...Message[]]): readonly HostPost[];
  /**
   * Shows one post in the host's chat.
   * @throws HostUnavailable to be tried again later
   * @throws HostRefused when no retry can help
   * @throws HostMoved when the chat has another id now
   */
  post(hostChatId: string, post: HostPost): Promise<void>;
  /** Shows a host's message to a member who sits in a private chat; throws as {@link post}. */
  tellMember(chatId: string, message: Message): Promise<void>;
  /**
   * Says something to a chat, if it can be said now: a notice gives way.
   * @returns whether it was said
   */
  notify(chatId: string, text: string, options?: NoticeOptions): Promise<boolean>;
  /** Tells the host, silently, that a visitor joined or left. */
  announce(
    hostChatId: string,
    visitor: { readonly tag: string; readonly memberName: string },
    what: "joined" | "left",
  ): Promise<boolean>;
}

export interface NoticeOptions {
  /** The message that it answers. */
  readonly replyToMessageId?: number;
  /** Without a sound. */
  readonly silent?: boolean;
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
  /** A keyed digest of a text: whoever shows it again has it from us. */
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
export interface DeadLetters {
  put(destination: Destination, reason: string, messages: number): Promise<void>;
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
