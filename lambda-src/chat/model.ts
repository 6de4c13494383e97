/** What the chat is about. Stores keep it; websocket/ and telegram/ translate it. */

/** A visitor of a channel. The memberId proves who a visitor is: it is never shown to anyone else. */
export interface MemberRef {
  readonly channelName: string;
  readonly memberId: string;
}

/** The key of a member's row. The tag stands for the member towards the host and proves nothing. */
export interface MemberKey {
  readonly channelName: string;
  readonly tag: string;
}

/** A visitor whose post was the newest in the host's chat, or was so until another visitor's came. */
export interface ActiveVisitor {
  readonly tag: string;
  /** Id of the visitor's post in the host's chat. Ids of one chat ascend. */
  readonly postId: number;
  /** When another visitor's post displaced this one, in milliseconds since the epoch; absent for the newest. */
  readonly displacedAt?: number;
  /**
   * When the visitors' own rows said as well that this is the newest, in milliseconds since the epoch; absent before.
   */
  readonly checkedAt?: number;
}

/** A Telegram chat that hosts a channel. */
export interface HostedChannel {
  readonly channelName: string;
  /** Telegram's chat id, as text: it may exceed 32 bits. */
  readonly hostChatId: string;
  /** Visitors whose posts were the newest, the newest first. */
  readonly lastActive: readonly ActiveVisitor[];
  /** Telegram asked for silence in this chat until then, in milliseconds since the epoch; 0 if it did not. */
  readonly notBefore: number;
  /** Deliveries to this chat that failed since the last one that succeeded. */
  readonly failures: number;
}

export interface Member extends MemberRef, MemberKey {
  readonly memberName: string;
  /** connectionIds of the open sockets, oldest first. */
  readonly sockets: readonly string[];
  /** When the newest of them joined, in milliseconds since the epoch; absent when none is open. */
  readonly joinedAt: number | undefined;
  /** True from the first message that the host is shown until the host is told that the member left. */
  readonly present: boolean;
  /** The private chat of a member who writes in Telegram. */
  readonly telegramChatId: string | undefined;
  /** Set while messages are pending for this member, or to be pushed again; a new value each time one is added. */
  readonly mailbox: string | undefined;
  /** connectionIds that have joined, and to which messages may have to be pushed again. */
  readonly resendTo: readonly string[];
  /**
   * Set while messages may have been swallowed by a socket that died silently, until another has taken them: those that
   * were pushed after this time, or after one of the times in `heard`; milliseconds since the epoch.
   */
  readonly resendFrom: number | undefined;
  /** connectionId of the newest JOIN, which may have gone since. */
  readonly lastJoined: string | undefined;
  /**
   * When the gateway received the last frame of each socket, by connectionId; milliseconds since the epoch. A frame of
   * one socket proves nothing about another one. Sockets that have gone stand here until nothing is owed.
   */
  readonly heard: Readonly<Record<string, number>>;
}

/** What JOIN found out about a connection; copied to it so that a frame needs one read. */
export interface Identity extends MemberRef, MemberKey {
  readonly memberName: string;
  readonly hostChatId: string;
}

export interface Connection {
  readonly connectionId: string;
  /** From `?c=`, if the client gave it. */
  readonly channelName: string | undefined;
  /** True from the start of a JOIN, also while it is under way. */
  readonly joining: boolean;
  /** Absent before JOIN. */
  readonly identity: Identity | undefined;
  /** The newest that the client sent. Absent before the first. */
  readonly context?: PageContext;
}

/** Describes the page that holds a socket, and what its client understands. */
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
  /** The one before it, until the shop's server has the new key; milliseconds since the epoch. */
  readonly previous?: { readonly version: string; readonly validUntil: number };
}

/** A frame's way to us. */
export interface Arrival {
  readonly connectionId: string;
  /** When the gateway received it, in milliseconds since the epoch: a function may run much later. */
  readonly receivedAt: number;
}

export type Direction = "toHost" | "toVisitor";

export interface TextContent {
  readonly type: "text";
  readonly text: string;
}

/** A file in the object store. */
export interface FileContent {
  readonly type: "file";
  /** Its random name there. */
  readonly fileKey: string;
  /** The name that its sender gave it. */
  readonly fileName: string;
  /** Its media type. */
  readonly fileType: string;
  /** In bytes. */
  readonly fileSize: number;
}

/** A file that the hosts' chat app keeps. The outbox copies it into the object store before it goes on. */
export interface RemoteFile extends Omit<FileContent, "type" | "fileSize"> {
  readonly type: "remote file";
  /** Where the chat app keeps it. Its form is the adapter's own. */
  readonly source: string;
  /** In bytes; 0 if the chat app did not say. */
  readonly fileSize: number;
}

export type Content = TextContent | FileContent | RemoteFile;

/** One message of a conversation, either way. */
export interface Message {
  readonly member: MemberRef;
  readonly direction: Direction;
  /** The sender's id of it; unique within the conversation and direction. */
  readonly messageId: string;
  /** Our id of it, told in the ACK. */
  readonly destinationMessageId: string;
  /** When the sender says it was sent; ISO 8601 UTC. */
  readonly sentAt: string;
  /** When it was stored; ISO 8601 UTC. */
  readonly storedAt: string;
  /** When it is deleted, in milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly content: Content;
  /** Name and tag of the visitor and the host chat, as known when it was stored. */
  readonly memberName: string;
  readonly tag: string;
  readonly hostChatId: string;
  /** The id of the host's message in that chat. Absent if the host did not write it. */
  readonly chatMessageId?: number;
  /** The visitor has not written since they came, and the host has not been told that they joined. */
  readonly firstWords: boolean;
  /** Of a text too long for one post: how many of its parts the host has seen. */
  readonly partsShown: number;
  /** Attempts of delivery that may have succeeded without an answer. A file's are counted before each attempt. */
  readonly tries: number;
  /** The sender was notified that it is not delivered. */
  readonly noticed?: true;
}

/** The key of a message's member. */
export function memberKeyOf({ member, tag }: Pick<Message, "member" | "tag">): MemberKey {
  return { channelName: member.channelName, tag };
}

/** A visitor's last socket is gone; the host is told when it stays so for a while. */
export interface Departure extends Pick<Message, "member" | "memberName" | "tag" | "hostChatId"> {
  /** ISO 8601 UTC. */
  readonly leftAt: string;
}

/** What a notification starts: one conversation's delivery in one direction, or the erasure of a channel. */
export type OutboxJob =
  | ({ readonly to: "host" } & MemberRef)
  | ({ readonly to: "member" } & MemberRef & MemberKey)
  | { readonly to: "drop"; readonly channelName: string };

/** Jobs of one key never run at the same time. No name holds a `/`. */
export function jobKey(job: OutboxJob): string {
  return job.to === "drop" ? `drop/${job.channelName}` : `${job.to}/${job.channelName}/${job.memberId}`;
}

/** The job that delivers a message. */
export function jobOf(message: Pick<Message, "direction" | "member" | "tag">): OutboxJob {
  const { channelName, memberId } = message.member;
  return message.direction === "toHost"
    ? { to: "host", channelName, memberId }
    : { to: "member", channelName, memberId, tag: message.tag };
}
