// The model of the chat. The stores save these types, and websocket/ and telegram/ convert them.

/** Represents a visitor of a channel. The memberId proves who a visitor is, so it is never shown to anyone else. */
export interface MemberRef {
  readonly channelName: string;
  readonly memberId: string;
}

/** The key of a member's row. The tag identifies the member to the host and proves nothing. */
export interface MemberKey {
  readonly channelName: string;
  readonly tag: string;
}

/** Represents a visitor whose post is or was the newest in the host's chat. */
export interface ActiveVisitor {
  readonly tag: string;
  /** Id of the visitor's post in the host's chat. Ids of one chat ascend. */
  readonly postId: number;
  /** Time when another visitor's post displaced this one, in milliseconds since the epoch; absent for the newest. */
  readonly displacedAt?: number;
  /**
   * Time when the visitors' own rows confirmed that this post is the newest, in milliseconds since the epoch; absent if
   * they have not.
   */
  readonly checkedAt?: number;
}

/** Represents a Telegram chat that hosts a channel. */
export interface HostedChannel {
  readonly channelName: string;
  /** Telegram's chat id, as text, because it may exceed 32 bits. */
  readonly hostChatId: string;
  /** Visitors whose posts were the newest, newest first. */
  readonly lastActive: readonly ActiveVisitor[];
  /**
   * Time until which Telegram accepts no messages for this chat, in milliseconds since the epoch; 0 if there is no
   * limit.
   */
  readonly notBefore: number;
  /** Failed deliveries to this chat since the last success. */
  readonly failures: number;
}

export interface Member extends MemberRef, MemberKey {
  readonly memberName: string;
  /** connectionIds of the open sockets, oldest first. */
  readonly sockets: readonly string[];
  /** Time when the newest socket joined, in milliseconds since the epoch; absent if none is open. */
  readonly joinedAt: number | undefined;
  /** True from the first message that the host sees until the host is notified that the member left. */
  readonly present: boolean;
  /** The private chat of a member who writes in Telegram. */
  readonly telegramChatId: string | undefined;
  /** Set while messages are pending for this member, or must be pushed again. Each new message sets a new value. */
  readonly mailbox: string | undefined;
  /** connectionIds of joined sockets to which messages may have to be pushed again. */
  readonly resendTo: readonly string[];
  /**
   * Set while a socket that failed silently may have lost messages that no other socket has received. The messages are
   * those that were pushed after this time, or after one of the times in `heard`, in milliseconds since the epoch.
   */
  readonly resendFrom: number | undefined;
  /** connectionId of the newest JOIN, which may no longer be open. */
  readonly lastJoined: string | undefined;
  /**
   * When the gateway received the last frame of each socket, by connectionId; milliseconds since the epoch. A frame of
   * one socket proves nothing about another one. Closed sockets stay in this map until no message must be pushed again.
   */
  readonly heard: Readonly<Record<string, number>>;
}

/** Represents the result of JOIN. The connection contains a copy, so that handling a frame needs only one read. */
export interface Identity extends MemberRef, MemberKey {
  readonly memberName: string;
  readonly hostChatId: string;
}

export interface Connection {
  readonly connectionId: string;
  /** Channel in `?c=`, if there is one. */
  readonly channelName: string | undefined;
  /** True from the start of a JOIN, even before it is complete. */
  readonly joining: boolean;
  /** Absent before JOIN. */
  readonly identity: Identity | undefined;
  /** The newest context that the client sent. Absent until the client sends one. */
  readonly context?: PageContext;
}

/** Describes the page that has opened a socket, and the features of its client. */
export interface PageContext {
  readonly pageUrl: string | null;
  readonly pageTitle: string | null;
  /** A language tag. */
  readonly language: string | null;
  /** A name of the IANA time zone database. */
  readonly timeZone: string | null;
  /** Additions to the protocol that may be sent to this socket, sorted. */
  readonly features: readonly string[];
}

/** The versions of the key with which the server of a channel's shop signs identities. */
export interface IdentityVersions {
  readonly current: string;
  /**
   * The previous version. It stays valid for a while, so that the shop's server can switch to the new key. `validUntil`
   * is in milliseconds since the epoch.
   */
  readonly previous?: { readonly version: string; readonly validUntil: number };
}

/** Represents the arrival of a frame. */
export interface Arrival {
  readonly connectionId: string;
  /** Time when the gateway received the frame, in milliseconds since the epoch. A function may run much later. */
  readonly receivedAt: number;
}

export type Direction = "toHost" | "toVisitor";

export interface TextContent {
  readonly type: "text";
  readonly text: string;
}

/** Represents a file in the object store. */
export interface FileContent {
  readonly type: "file";
  /** Name in the object store: digests of channel and member, then random characters. */
  readonly fileKey: string;
  /** Name from the sender. */
  readonly fileName: string;
  /** Media type. */
  readonly fileType: string;
  /** Size in bytes. */
  readonly fileSize: number;
}

/**
 * Represents a file that Telegram stores. The outbox copies the file into the object store before it delivers the
 * message.
 */
export interface RemoteFile extends Omit<FileContent, "type" | "fileSize"> {
  readonly type: "remote file";
  /** The adapter's own reference to the file. */
  readonly source: string;
  /** Size in bytes; 0 if unknown. */
  readonly fileSize: number;
}

/** Represents a new text for an earlier message of the host. */
export interface EditContent {
  readonly type: "edit";
  /** messageId of the message with the earlier text. */
  readonly edited: string;
  /** Empty if the host has removed a caption. */
  readonly text: string;
}

export type Content = TextContent | FileContent | RemoteFile | EditContent;

/** Represents content from Telegram that is not assigned to a conversation yet. */
export type SentContent = TextContent | EditContent | Omit<RemoteFile, "fileKey">;

/** Represents one message of a conversation, in either direction. */
export interface Message {
  readonly member: MemberRef;
  readonly direction: Direction;
  /** The sender's id, unique within the conversation and direction. */
  readonly messageId: string;
  /** Kite's own id, which the ACK contains. */
  readonly destinationMessageId: string;
  /** Time according to the sender, ISO 8601 UTC. */
  readonly sentAt: string;
  /** Time when the message was stored, ISO 8601 UTC. */
  readonly storedAt: string;
  /** Time when the message is deleted, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly content: Content;
  /** Name and tag of the visitor, and the host chat, at the time when the message was stored. */
  readonly memberName: string;
  readonly tag: string;
  readonly hostChatId: string;
  /** Id of the host's message in that chat. Absent if the host did not write it. */
  readonly chatMessageId?: number;
  /** Whether it is the first message since the visitor came. The host has not been notified of the visitor yet. */
  readonly firstWords: boolean;
  /** Number of parts that the host has seen, for a text that is too long for one post. */
  readonly partsShown: number;
  /** Delivery attempts that may have succeeded without an answer. A file's attempts are counted before they start. */
  readonly tries: number;
  /** Whether the sender was notified that the message is not delivered. */
  readonly noticed?: true;
}

/** The key of a message's member. */
export function memberKeyOf({ member, tag }: Pick<Message, "member" | "tag">): MemberKey {
  return { channelName: member.channelName, tag };
}

/**
 * Represents a visitor whose last socket is gone. The host is notified if the visitor does not come back for a while.
 */
export interface Departure extends Pick<Message, "member" | "memberName" | "tag" | "hostChatId"> {
  /** ISO 8601 UTC. */
  readonly leftAt: string;
}

/** Identifies the erasure of one visitor or, without a memberId, of a channel with all its visitors. */
export interface ErasureKey {
  readonly channelName: string;
  readonly memberId?: string | undefined;
}

/** Represents the numbers of items that an erasure has deleted so far. */
export interface ErasedCounts {
  readonly members: number;
  readonly messages: number;
  readonly files: number;
}

/** Represents an erasure that is not complete. */
export interface Erasure extends ErasureKey {
  /** Telegram's id of the chat that gets a report when the erasure is complete. @default - no report is sent */
  readonly reportTo?: string | undefined;
  /** Time of the request, ISO 8601 UTC. */
  readonly since: string;
  readonly erased: ErasedCounts;
}

/** Represents a job that a notification starts: one conversation's delivery in one direction, or an erasure. */
export type OutboxJob =
  | ({ readonly to: "host" } & MemberRef)
  | ({ readonly to: "member" } & MemberRef & MemberKey)
  | ({ readonly to: "erasure" } & ErasureKey);

/** Returns the key of a job. Jobs with the same key never run at the same time. Names contain no `/`. */
export function jobKey(job: OutboxJob): string {
  return [job.to, job.channelName, job.memberId].filter(Boolean).join("/");
}

/** Returns the job that delivers a message. */
export function jobOf(message: Pick<Message, "direction" | "member" | "tag">): OutboxJob {
  const { channelName, memberId } = message.member;
  return message.direction === "toHost"
    ? { to: "host", channelName, memberId }
    : { to: "member", channelName, memberId, tag: message.tag };
}
