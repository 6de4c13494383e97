import type {
  ActiveVisitor,
  Connection,
  Departure,
  Direction,
  FileContent,
  HostedChannel,
  Identity,
  IdentityVersions,
  Member,
  MemberKey,
  MemberRef,
  Message,
  PageContext,
} from "./model";

/** All reads are consistent: what was written before is seen. */
export interface ChannelStore {
  /** Makes a channel; both rows (its name, its chat) or none. */
  create(channelName: string, hostChatId: string): Promise<"created" | "name taken" | "chat taken">;
  /** @returns the chat that hosts a channel */
  findHostChat(channelName: string): Promise<string | undefined>;
  findByHostChat(hostChatId: string): Promise<HostedChannel | undefined>;
  /** @returns `undefined` for a channel that has no key for identities yet, or no host */
  findIdentityVersions(channelName: string): Promise<IdentityVersions | undefined>;
  /**
   * Finds a channel by the chat that hosted it when a message was stored, one read if it still does.
   * @returns the channel with the chat that hosts it now; `undefined` when none does
   */
  find(channelName: string, hostChatId: string): Promise<HostedChannel | undefined>;
  /**
   * Stores a visitor's post as the newest in the chat, unless the visitor's were so before or a newer one is known.
   * @param channel as it was read
   * @returns the channel as it is stored now
   */
  noteActive(channel: HostedChannel, visitor: ActiveVisitor, now: number): Promise<HostedChannel>;
  /**
   * Stores that the newest post is the newest by the visitors' own rows as well, unless another came meanwhile.
   * @param channel as it was read
   */
  noteChecked(channel: HostedChannel, now: number): Promise<void>;
  /** Stores that Telegram wants silence in a chat until a time; an earlier time changes nothing. */
  postpone(hostChatId: string, notBefore: number): Promise<void>;
  /**
   * Counts one more failed delivery to a chat, or resets the count.
   * @param before the count as it was read: of failures at the same moment one counts
   */
  noteFailure(hostChatId: string, before: number): Promise<void>;
  noteSuccess(hostChatId: string, before: number): Promise<void>;
  /**
   * Follows a group that Telegram has turned into a supergroup with another id.
   * @returns "chat taken" when the supergroup hosts another channel: nothing has changed then
   */
  moveHostChat(channelName: string, fromChatId: string, toChatId: string): Promise<"moved" | "chat taken">;
  /** The chat hosts nothing from now on; the name stays taken until {@link remove}. */
  drop(channel: HostedChannel): Promise<void>;
  /** Frees the name of a dropped channel. */
  remove(channelName: string): Promise<void>;
}

export type FrameCount =
  | {
      readonly allowed: true;
      readonly firstWords: boolean;
      /** The member's messages wait for the host's chat until then, in milliseconds since the epoch; 0 if not. */
      readonly waitsUntil: number;
    }
  | { readonly allowed: false; readonly reason: "unknown member" }
  | {
      readonly allowed: false;
      readonly reason: "too many" | "day is full";
      readonly retryAfterMilliseconds: number;
    };

/** What a frame counts as. */
export interface FrameKind {
  /** Kibibytes begun that a message for the host stores, 0 for any other frame. They count for the member's day. */
  readonly kibibytes: number;
  /** Mebibytes begun of a file that the frame asks to upload. They count for the member's day as well. @default 0 */
  readonly mebibytes?: number;
  /**
   * When the gateway received it, in milliseconds since the epoch: what was pushed to the socket before has arrived.
   * Absent for JOIN, which comes from a new socket, and for what comes from Telegram.
   */
  readonly receivedAt?: number;
  /** The socket that sent it; absent as `receivedAt` is. */
  readonly connectionId?: string;
}

/** All reads but {@link inChannel} and {@link countInChannel} are consistent. */
export interface MemberStore {
  /** The tag of a member, made at the first call and stored. */
  tagOf(member: MemberRef): Promise<string>;
  /**
   * Adds a socket to a member, who is made at the first JOIN. One who is back has a mailbox from then on, so that
   * nothing overtakes what the JOIN asks for.
   */
  join(
    member: MemberRef & MemberKey,
    memberName: string | null,
    connectionId: string,
  ): Promise<{ readonly member: Member; readonly isNew: boolean }>;
  find(member: MemberKey): Promise<Member | undefined>;
  /** Takes one frame from the member's token bucket, and from the day's budget if it is a message or an upload. */
  countFrame(member: MemberKey, kind: FrameKind): Promise<FrameCount>;
  /** @returns the member as it is then; `undefined` when that socket was not the member's */
  removeSocket(member: MemberKey, connectionId: string): Promise<Member | undefined>;
  /** Stores until when the member's messages wait for the host's chat; ms since the epoch. */
  noteWait(member: MemberKey, waitsUntil: number): Promise<void>;
  /** Stores that the host does not know of the member, or was told that they left. */
  noteAbsence(member: MemberKey): Promise<void>;
  /**
   * Joins a private chat of Telegram to a channel, or renews that.
   * @returns who has joined there: another member, when one has joined in the same moment
   */
  addTelegramMember(
    member: MemberRef & MemberKey,
    memberName: string,
    telegramChatId: string,
  ): Promise<Member>;
  /** The member of a private chat of Telegram. */
  findByTelegramChat(telegramChatId: string): Promise<(MemberRef & MemberKey) | undefined>;
  /** Forgets a member, with the membership of their chat in Telegram. */
  remove(member: MemberRef & MemberKey, telegramChatId: string | undefined): Promise<void>;
  /** Members of a channel, at most `limit`, in no order. May miss one who came in the last seconds. */
  inChannel(channelName: string, limit: number): Promise<readonly Member[]>;
  /** How many members a channel has, as of some seconds ago. */
  countInChannel(channelName: string): Promise<number>;
  /**
   * Stores that one more message is pending for the member, who is remembered as long as the message.
   * @returns the member as it is then
   */
  fillMailbox(member: MemberKey): Promise<Member | undefined>;
  /** Stores that what was delivered after a time is to be pushed again to some sockets. */
  resend(member: MemberKey, connectionIds: readonly string[], since: number): Promise<void>;
  /**
   * Stores that nothing is pending or to be pushed again any more, unless a message or a socket was added since the
   * member was read.
   */
  emptyMailbox(member: Member): Promise<void>;
}

export type Claim =
  | { readonly claimed: true; readonly connection: Connection }
  | { readonly claimed: false; readonly reason: "unknown" | "other member" | "too many" };

export interface ConnectionStore {
  open(connectionId: string, channelName: string | undefined): Promise<void>;
  find(connectionId: string): Promise<Connection | undefined>;
  /** Begins a JOIN: one member claims the connection, others are refused. */
  claim(connectionId: string, member: MemberRef): Promise<Claim>;
  /** Gives up a claim whose JOIN was refused. */
  release(connectionId: string, member: MemberRef): Promise<void>;
  /** @returns false when the connection is gone or another member's by now */
  identify(connectionId: string, identity: Identity): Promise<boolean>;
  /**
   * Stores what a client says of its page, unless a frame that the gateway received later has done so.
   * @param receivedAt when the gateway received the frame, in milliseconds since the epoch
   */
  storeContext(connectionId: string, context: PageContext, receivedAt: number): Promise<void>;
  /**
   * Takes one frame before JOIN from the connection's token bucket.
   * @returns how long to wait, in milliseconds; 0: the frame is allowed
   */
  countFrame(connectionId: string): Promise<number>;
  /** @returns true when the connection has been refused too often and should be closed, whether it is known or not */
  countRefusal(connectionId: string): Promise<boolean>;
  /** Forgets a connection and returns what it was. */
  close(connectionId: string): Promise<Connection | undefined>;
}

/** What is pending longer than a notification takes, as the sweep finds it. */
export type PendingRow =
  | { readonly kind: "message"; readonly message: Message; readonly waitsUntil: number }
  | { readonly kind: "departure"; readonly departure: Departure }
  | { readonly kind: "drop"; readonly channelName: string; readonly since: string };

/** What a delivery has done; fields that are absent stay as they are. */
export interface DeliveryProgress {
  readonly partsShown?: number;
  readonly tries?: number;
  /** The host has been told that the visitor joined. */
  readonly announced?: true;
  /** The sender was notified that the message is not delivered. */
  readonly noticed?: true;
  /** The file, once it is copied. */
  readonly content?: FileContent;
  /** The next attempt is not before this time, in milliseconds since the epoch: the sweep need not notify. */
  readonly waitsUntil?: number;
}

/** Where a message arrived. */
export interface DeliveryProof {
  /** The post that showed it to the host. */
  readonly post?: HostMessageKey;
  /** connectionIds of the visitor's sockets that took it. */
  readonly takenBy?: readonly string[];
}

/** Times of a message's first and last delivery; ISO 8601 UTC. */
export interface DeliveryTimes {
  readonly first: string;
  readonly last: string;
}

/** All reads are consistent. */
export interface MessageStore {
  /**
   * Stores a message as pending, unless its messageId is known in this conversation and direction.
   * @returns the message that is stored now, whether it is this one, and whether it is pending
   */
  add(
    message: Message,
  ): Promise<{ readonly added: boolean; readonly stored: Message; readonly pending: boolean }>;
  /** @returns whether a message is stored, and whether it is pending */
  find(member: MemberRef, direction: Direction, messageId: string): Promise<"none" | "pending" | "settled">;
  /** Stores a message that was pushed already as delivered; it replaces one that is pending. */
  addDelivered(message: Message, takenBy: readonly string[]): Promise<void>;
  /** The pending messages of a conversation and direction, in order, at most `limit`. */
  pending(member: MemberRef, direction: Direction, limit: number): Promise<readonly Message[]>;
  /**
   * The message is pending no more: it has arrived, or it never can.
   * @param proof of a delivery
   */
  settle(message: Message, outcome: "delivered" | "undeliverable", proof?: DeliveryProof): Promise<void>;
  /**
   * Makes a message pending again that was settled as undeliverable, for the whole time of a new one.
   * @returns the message; `undefined` when there is no undeliverable message with this key
   */
  restore(member: MemberRef, direction: Direction, messageId: string): Promise<Message | undefined>;
  /** Stores how far the delivery of a pending message has come, so that a retry goes on from there. */
  advance(message: Message, progress: DeliveryProgress): Promise<void>;
  /** Stores that another socket took a message that was delivered before. */
  noteTaken(message: Message, connectionId: string): Promise<void>;
  /** Everything that is stored of a conversation, in no order. */
  conversation(member: MemberRef): Promise<readonly Message[]>;
  /**
   * Messages whose first and last delivery to a visitor came after these times, in order, but not those that one socket
   * has taken.
   */
  deliveredSince(member: MemberRef, since: DeliveryTimes, notTo: string): Promise<readonly Message[]>;
  /** The id of a visitor's newest post in a chat, before another message of that chat. */
  newestPost(member: MemberRef, before: HostMessageKey): Promise<number | undefined>;
  /** Stores that a visitor seems to have left; replaces an earlier note. */
  noteDeparture(departure: Departure): Promise<void>;
  /** The departure is told, or was none. */
  settleDeparture(departure: Departure): Promise<void>;
  /** Stores that a channel is to be erased. */
  noteDrop(channelName: string): Promise<void>;
  /** @returns since when a channel is to be erased, ISO 8601 UTC */
  findDrop(channelName: string): Promise<string | undefined>;
  /** The channel is erased, or hosted again. */
  settleDrop(channelName: string): Promise<void>;
  /** Erases a conversation. */
  erase(member: MemberRef): Promise<void>;
  /** All that is pending, of all conversations, oldest or newest in no order. */
  allPending(): AsyncIterable<PendingRow>;
}

/** Names a message of the hosts' chat. */
export interface HostMessageKey {
  readonly hostChatId: string;
  /** The message's id in that chat. */
  readonly chatMessageId: number;
}

/** The recipient of a host's message. */
export interface Decision {
  readonly recipient: MemberRef & MemberKey;
  /** False when an earlier copy of the update was here. */
  readonly isFirst: boolean;
}

/** Who received a host's message. Decided once, before the first side effect. All reads are consistent. */
export interface RouteStore {
  /**
   * Stores the recipient of a host's message, unless one is stored.
   * @returns the recipient that is stored now, and whether this call stored it; `undefined` when the host was told
   *   that there is none
   */
  decide(key: HostMessageKey, recipient: MemberRef & MemberKey): Promise<Decision | undefined>;
  find(key: HostMessageKey): Promise<(MemberRef & MemberKey) | undefined>;
  /** @returns false when the message was answered before */
  claimAnswer(key: HostMessageKey): Promise<boolean>;
  /**
   * Claims the answer that a message has no recipient. No copy of the update finds one from then on.
   * @returns "routed" when another copy has found one
   */
  claimReport(key: HostMessageKey): Promise<"claimed" | "claimed before" | "routed">;
  /** @returns false when the host was notified before that the message waits for a visitor who is offline */
  claimAbsenceNotice(key: HostMessageKey): Promise<boolean>;
  /** Returns whether `noteReported` was called for a message whose report was claimed. */
  isReported(key: HostMessageKey): Promise<boolean>;
  /** Notes that the host has received the answer. */
  noteReported(key: HostMessageKey): Promise<void>;
}
