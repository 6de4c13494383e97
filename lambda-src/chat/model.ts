/** What the chat is about. Stores keep it, members' languages (websocket/, telegram/) translate it. */

/** A visitor of a channel. The memberId proves who a visitor is: it is never shown to anyone else. */
export interface MemberRef {
  readonly channelName: string;
  readonly memberId: string;
}

/** A Telegram chat that hosts a channel. */
export interface HostedChannel {
  readonly channelName: string;
  /** Telegram's chat id, as text: it may exceed 32 bits. */
  readonly hostChatId: string;
  /** The visitor who wrote last, if one has written. */
  readonly lastWriter: MemberRef | undefined;
}

export interface Member extends MemberRef {
  readonly memberName: string;
  /** Stands for the member towards the host; cannot be turned back into the memberId. */
  readonly tag: string;
  /** connectionIds of the open sockets, oldest first. */
  readonly sockets: readonly string[];
  /** True from the first message that the host is shown until the host is told that the member left. */
  readonly present: boolean;
  /** The private chat of a member who writes in Telegram. */
  readonly telegramChatId: string | undefined;
  /** Set while messages are kept for this member's return; a new value each time one is added. */
  readonly mailbox: string | undefined;
}

/** What JOIN found out about a connection; copied to it so that a frame needs one read. */
export interface Identity extends MemberRef {
  readonly memberName: string;
  readonly tag: string;
  readonly hostChatId: string;
}

export interface Connection {
  readonly connectionId: string;
  /** From `?c=`. */
  readonly channelName: string;
  /** Absent before JOIN. */
  readonly identity: Identity | undefined;
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

export type Content = TextContent | FileContent;

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
  readonly content: Content;
  /** Name and tag of the visitor and the host chat, as known when it was stored. */
  readonly memberName: string;
  readonly tag: string;
  readonly hostChatId: string;
  /** The visitor has not written since they came: the host is told that they joined. */
  readonly firstWords: boolean;
  /** Of a text too long for one post: how many of its parts the host has seen. */
  readonly partsShown: number;
}

/** A visitor's last socket is gone; the host is told when it stays so for a while. */
export interface Departure {
  readonly member: MemberRef;
  readonly memberName: string;
  readonly tag: string;
  readonly hostChatId: string;
  /** ISO 8601 UTC. */
  readonly leftAt: string;
}

/** Where rows wait to be delivered: the host of a channel, or one visitor. */
export type Destination =
  | { readonly to: "host"; readonly channelName: string }
  /** The host again, for what can wait until the next sweep: visitors who seem to have left. */
  | { readonly to: "departures"; readonly channelName: string }
  /** Not a place, but work of the same kind: a channel that was dropped is erased. */
  | { readonly to: "drop"; readonly channelName: string }
  | ({ readonly to: "member" } & MemberRef);

/** A destination as one key: no name holds a `/`. */
export function destinationKey(destination: Destination): string {
  return destination.to !== "member"
    ? `${destination.to}/${destination.channelName}`
    : `member/${destination.channelName}/${destination.memberId}`;
}

/** The reverse of {@link destinationKey}; `undefined` for any other text. */
export function readDestinationKey(key: string): Destination | undefined {
  const [to, channelName, memberId, ...rest] = key.split("/");
  if (!channelName || rest.length > 0) return undefined;
  if ((to === "host" || to === "departures" || to === "drop") && memberId === undefined)
    return { to, channelName };
  if (to === "member" && memberId) return { to, channelName, memberId };
  return undefined;
}

/** Where a message goes. */
export function destinationOf(message: Pick<Message, "direction" | "member">): Destination {
  return message.direction === "toHost"
    ? { to: "host", channelName: message.member.channelName }
    : { to: "member", ...message.member };
}
