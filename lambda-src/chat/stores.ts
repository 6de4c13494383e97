import type {
  ActiveVisitor,
  Arrival,
  Connection,
  Departure,
  Direction,
  ErasedCounts,
  Erasure,
  ErasureKey,
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
import type { HostMessageKey } from "./route-store";

/** Stores channels. All reads are consistent, so they see every earlier write. */
export interface ChannelStore {
  /** Creates a channel with both rows (its name and its chat), or neither. */
  create(channelName: string, hostChatId: string): Promise<"created" | "name taken" | "chat taken">;
  /** @returns the chat that hosts a channel */
  findHostChat(channelName: string): Promise<string | undefined>;
  findByHostChat(hostChatId: string): Promise<HostedChannel | undefined>;
  /** @returns `undefined` for a channel that has no key for identities yet, or no host */
  findIdentityVersions(channelName: string): Promise<IdentityVersions | undefined>;
  /**
   * Finds a channel by the chat that hosted it when a message was stored. If that chat still hosts the channel, this
   * needs one read.
   * @returns the channel with its current chat; `undefined` if it has none
   */
  find(channelName: string, hostChatId: string): Promise<HostedChannel | undefined>;
  /**
   * Adds a visitor's post to the last active visitors, unless it continues that visitor's previous posts.
   * @param channel the channel as it was read
   * @returns the channel as it is stored now
   */
  noteActive(channel: HostedChannel, visitor: ActiveVisitor, now: number): Promise<HostedChannel>;
  /**
   * Stores that the visitors' own rows confirm the newest post, unless another post came meanwhile.
   * @param channel the channel as it was read
   */
  noteChecked(channel: HostedChannel, now: number): Promise<void>;
  /** Stores that Telegram accepts no messages for a chat until a time. An earlier time changes nothing. */
  postpone(hostChatId: string, notBefore: number): Promise<void>;
  /**
   * Counts a failed delivery to a chat, or resets the count.
   * @param before the count as it was read. Several failures at the same moment count as one
   */
  noteFailure(hostChatId: string, before: number): Promise<void>;
  noteSuccess(hostChatId: string, before: number): Promise<void>;
  /**
   * Follows a group that Telegram has turned into a supergroup with another id.
   * @returns "chat taken" if the supergroup hosts another channel; nothing has changed then
   */
  moveHostChat(channelName: string, fromChatId: string, toChatId: string): Promise<"moved" | "chat taken">;
  /** Removes the chat as host. The name stays taken until {@link remove}. */
  drop(channel: HostedChannel): Promise<void>;
  /** Frees the name of a dropped channel. */
  remove(channelName: string): Promise<void>;
}

export type FrameCount =
  | {
      readonly allowed: true;
      readonly firstWords: boolean;
      /**
       * Time until which the member's messages wait for the host's chat, in milliseconds since the epoch; 0 if they do
       * not wait.
       */
      readonly waitsUntil: number;
    }
  | { readonly allowed: false; readonly reason: "unknown member" }
  | {
      readonly allowed: false;
      readonly reason: "too many" | "day is full";
      readonly retryAfterMilliseconds: number;
    };

/** Represents the limits that a frame counts toward. */
export interface FrameKind {
  /**
   * Maximum size of a message to the host in the store, in bytes; 0 for any other frame. The message and its size count
   * toward the member's daily limits.
   */
  readonly bytes: number;
  /** Number of started mebibytes of a file to upload. They count toward the daily limit too. @default 0 */
  readonly mebibytes?: number;
  /**
   * Time when the gateway received the frame, in milliseconds since the epoch. Everything that was pushed to the socket
   * before this time has arrived. Absent for JOIN, which comes from a new socket, and for messages from Telegram.
   */
  readonly receivedAt?: number;
  /** The socket that sent the frame; absent if `receivedAt` is absent. */
  readonly connectionId?: string;
}

/** Stores members. All reads except {@link inChannel} and {@link countPresent} are consistent. */
export interface MemberStore {
  /** Returns the tag of a member. The first call creates and stores the tag. */
  tagOf(member: MemberRef): Promise<string>;
  /**
   * Adds a socket to a member, who is created at the first JOIN. A returning member gets a mailbox, so that no message
   * overtakes those that the JOIN requests.
   */
  join(
    member: MemberRef & MemberKey,
    memberName: string | null,
    arrival: Arrival,
  ): Promise<{ readonly member: Member; readonly isNew: boolean }>;
  find(member: MemberKey): Promise<Member | undefined>;
  /** Takes one frame from the member's token bucket, and counts a message or an upload against the daily limit. */
  countFrame(member: MemberKey, kind: FrameKind): Promise<FrameCount>;
  /** @returns the member after the change; `undefined` if the socket was not the member's */
  removeSocket(member: MemberKey, connectionId: string): Promise<Member | undefined>;
  /** Stores the time until which the member's messages wait for the host's chat; ms since the epoch. */
  noteWait(member: MemberKey, waitsUntil: number): Promise<void>;
  /** Stores that the host does not know of the member, or was notified that they left. */
  noteAbsence(member: MemberKey): Promise<void>;
  /**
   * Joins a private Telegram chat to a channel, or renews its membership.
   * @returns the member of the chat; not the given one if another member joined at the same moment
   */
  addTelegramMember(
    member: MemberRef & MemberKey,
    memberName: string,
    telegramChatId: string,
  ): Promise<Member>;
  /** Returns the member of a private Telegram chat. */
  findByTelegramChat(telegramChatId: string): Promise<(MemberRef & MemberKey) | undefined>;
  /** Removes a member and the membership of their Telegram chat. */
  remove(member: MemberRef & MemberKey, telegramChatId: string | undefined): Promise<void>;
  /** Returns at most `limit` members of a channel, in no order. May miss a member who joined in the last seconds. */
  inChannel(channelName: string, limit: number): Promise<readonly Member[]>;
  /** Counts a channel's members who have written and have not left. Lags behind as {@link inChannel} does. */
  countPresent(channelName: string): Promise<number>;
  /**
   * Stores that one more message is pending for the member. The member is then stored at least as long as the message.
   * @returns the member after the change
   */
  fillMailbox(member: MemberKey): Promise<Member | undefined>;
  /** Stores that messages delivered after a time must be pushed to some sockets again. */
  resend(member: MemberKey, connectionIds: readonly string[], since: number): Promise<void>;
  /**
   * Stores that no message is pending or must be pushed again. Changes nothing if a message or a socket was added since
   * the member was read.
   */
  emptyMailbox(member: Member): Promise<void>;
}

export type Claim =
  | { readonly claimed: true; readonly connection: Connection }
  | { readonly claimed: false; readonly reason: "unknown" | "other member" | "too many" };

export interface ConnectionStore {
  open(connectionId: string, channelName: string | undefined): Promise<void>;
  find(connectionId: string): Promise<Connection | undefined>;
  /** Starts a JOIN: one member claims the connection, and others are rejected. */
  claim(connectionId: string, member: MemberRef): Promise<Claim>;
  /** Releases a claim whose JOIN was rejected. */
  release(connectionId: string, member: MemberRef): Promise<void>;
  /** @returns false if the connection is gone or belongs to another member by now */
  identify(connectionId: string, identity: Identity): Promise<boolean>;
  /**
   * Stores the page context of a client, unless the context of a later frame is already stored.
   * @param receivedAt when the gateway received the frame, in milliseconds since the epoch
   */
  storeContext(connectionId: string, context: PageContext, receivedAt: number): Promise<void>;
  /**
   * Takes one frame before JOIN from the connection's token bucket.
   * @returns the wait in milliseconds; 0 if the frame is allowed
   */
  countFrame(connectionId: string): Promise<number>;
  /** @returns true if the connection was rejected too often and should be closed. The connection need not be stored */
  countRefusal(connectionId: string): Promise<boolean>;
  /** Removes a connection and returns it. */
  close(connectionId: string): Promise<Connection | undefined>;
}

/** Represents a pending row, as the sweep reads it. */
export type PendingRow =
  | { readonly kind: "message"; readonly message: Message; readonly waitsUntil: number }
  | { readonly kind: "departure"; readonly departure: Departure }
  | { readonly kind: "erasure"; readonly erasure: Erasure };

/** Represents the progress of a delivery. Absent fields stay unchanged. */
export interface DeliveryProgress {
  readonly partsShown?: number;
  readonly tries?: number;
  /** The host was notified that the visitor joined. */
  readonly announced?: true;
  /** The sender was notified that the message is not delivered. */
  readonly noticed?: true;
  /** The file, once it is copied. */
  readonly content?: FileContent;
  /**
   * Earliest time of the next attempt, in milliseconds since the epoch. The sweep sends no notification before this
   * time.
   */
  readonly waitsUntil?: number;
}

/** Represents where a message arrived. */
export interface DeliveryProof {
  /** The post that showed the message to the host. */
  readonly post?: HostMessageKey;
  /** connectionIds of the visitor's sockets that received the message. */
  readonly takenBy?: readonly string[];
}

/** Represents the times of a message's first and last delivery, ISO 8601 UTC. */
export interface DeliveryTimes {
  readonly first: string;
  readonly last: string;
}

/** Stores messages. All reads are consistent. */
export interface MessageStore {
  /**
   * Stores a message as pending, unless its messageId exists in this conversation and direction.
   * @returns the message that is stored now, whether it is the given one, and whether it is pending
   */
  add(
    message: Message,
  ): Promise<{ readonly added: boolean; readonly stored: Message; readonly pending: boolean }>;
  /** @returns whether a message is stored, and whether it is pending */
  find(member: MemberRef, direction: Direction, messageId: string): Promise<"none" | "pending" | "settled">;
  /** Stores a message as delivered, after it was pushed. Replaces a pending message with the same id. */
  addDelivered(message: Message, takenBy: readonly string[]): Promise<void>;
  /** Returns at most `limit` pending messages of a conversation and direction, in order. */
  pending(member: MemberRef, direction: Direction, limit: number): Promise<readonly Message[]>;
  /**
   * Ends the pending state of a message that has arrived, or that cannot be delivered.
   * @param proof the proof of a delivery
   */
  settle(message: Message, outcome: "delivered" | "undeliverable", proof?: DeliveryProof): Promise<void>;
  /**
   * Makes an undeliverable message pending again, with the full retention of a new one.
   * @returns the message; `undefined` if there is no undeliverable message with this key
   */
  restore(member: MemberRef, direction: Direction, messageId: string): Promise<Message | undefined>;
  /**
   * Stores the progress of a pending message's delivery, so that a retry continues from there.
   * @returns whether the message is still pending
   */
  advance(message: Message, progress: DeliveryProgress): Promise<boolean>;
  /** Stores that another socket received a delivered message. */
  noteTaken(message: Message, connectionId: string): Promise<void>;
  /**
   * Returns all stored messages of a conversation, in no order. If the host has written several megabytes, only the
   * newest messages of the host are included.
   */
  conversation(member: MemberRef): Promise<readonly Message[]>;
  /**
   * Returns the messages whose first and last delivery to a visitor came after these times, in order, except those that
   * one socket has received.
   */
  deliveredSince(member: MemberRef, since: DeliveryTimes, notTo: string): Promise<readonly Message[]>;
  /** Returns the id of a visitor's newest post in a chat before another message of that chat. */
  newestPost(member: MemberRef, before: HostMessageKey): Promise<number | undefined>;
  /** Stores that a visitor seems to have left. Replaces an earlier departure. */
  noteDeparture(departure: Departure): Promise<void>;
  /** Deletes a departure that was reported, or whose visitor has returned. */
  settleDeparture(departure: Departure): Promise<void>;
  /** Stores that a visitor or a channel must be erased. */
  noteErasure(erasure: Omit<Erasure, "since" | "erased">): Promise<void>;
  findErasure(key: ErasureKey): Promise<Erasure | undefined>;
  /** Adds to the counts of an erasure that is not complete. */
  countErased(key: ErasureKey, erased: ErasedCounts): Promise<void>;
  /** Ends an erasure that is complete, or whose channel is hosted again. */
  settleErasure(key: ErasureKey): Promise<void>;
  /** Erases a conversation. @returns the number of erased messages */
  erase(member: MemberRef): Promise<number>;
  /**
   * Returns everything that is pending, of all conversations, in no order. If a reader stops before the end, the next
   * reader continues there.
   */
  allPending(): AsyncIterable<PendingRow>;
}
