import {
  type Content,
  type Departure,
  destinationKey,
  destinationOf,
  type MemberRef,
  type Message,
} from "../chat/model";
import { orderKey } from "../chat/time";

/** The partition of a visitor's conversation. */
export function conversationOf({ channelName, memberId }: MemberRef): string {
  return `${channelName}/${memberId}`;
}

export interface MessageKey {
  readonly conversation: string;
  readonly messageKey: string;
}

/** The key of a message's row: what a repeat of it meets. */
export function messageKeyOf({ member, direction, messageId }: Message): MessageKey {
  return { conversation: conversationOf(member), messageKey: `${direction}#${messageId}` };
}

/**
 * The row of a message that waits. What its keys say stands there alone: with it a text of 512 bytes keeps within
 * the kilobyte that DynamoDB counts as one unit, for the table and for each index.
 */
export function messageRow(message: Message): Record<string, unknown> {
  const { member, direction, messageId, partsShown, content, firstWords, ...rest } = message;
  return {
    ...messageKeyOf(message),
    ...rest,
    ...content,
    ...(firstWords && { firstWords }),
    order: orderKey(message.sentAt, message.messageId),
    waitsFor: destinationKey(destinationOf(message)),
  };
}

/** False for the other rows of a conversation. */
export function isMessage(item: Readonly<Record<string, unknown>>): boolean {
  return item.type !== undefined;
}

/** Reads a message's row. */
export function messageOf(item: Readonly<Record<string, unknown>>): Message {
  const text = (name: string) => String(item[name] ?? "");
  const [channelName = "", memberId = ""] = text("conversation").split("/");
  const [direction, messageId = ""] = text("messageKey").split("#");
  return {
    member: { channelName, memberId },
    direction: direction === "toHost" ? "toHost" : "toVisitor",
    messageId,
    destinationMessageId: text("destinationMessageId"),
    sentAt: text("sentAt"),
    storedAt: text("storedAt"),
    content: contentOf(item),
    memberName: text("memberName"),
    tag: text("tag"),
    hostChatId: text("hostChatId"),
    firstWords: item.firstWords === true,
    partsShown: Number(item.partsShown ?? 0),
  };
}

function contentOf(item: Readonly<Record<string, unknown>>): Content {
  if (item.type !== "file") return { type: "text", text: String(item.text ?? "") };
  return {
    type: "file",
    fileKey: String(item.fileKey),
    fileName: String(item.fileName),
    fileType: String(item.fileType),
    fileSize: Number(item.fileSize),
  };
}

/** The key of a visitor's departure: a later one replaces an earlier one. */
export function departureKeyOf({ member }: Departure): MessageKey {
  return { conversation: conversationOf(member), messageKey: "departure" };
}

/** The row of a departure. It is no message: it has its own destination, which the sweep finds when it is due. */
export function departureRow(departure: Departure): Record<string, unknown> {
  const { member, leftAt, ...rest } = departure;
  return {
    ...departureKeyOf(departure),
    ...rest,
    storedAt: leftAt,
    order: orderKey(leftAt, "departure"),
    waitsFor: destinationKey({ to: "departures", channelName: member.channelName }),
  };
}

/** Reads a departure's row. */
export function departureOf(item: Readonly<Record<string, unknown>>): Departure {
  const { member, memberName, tag, hostChatId, storedAt: leftAt } = messageOf(item);
  return { member, memberName, tag, hostChatId, leftAt };
}

/** The key of a dropped channel's note; no conversation has it, for no channel's name holds a `#`. */
export function dropKeyOf(channelName: string): MessageKey {
  return { conversation: `drop#${channelName}`, messageKey: "drop" };
}

/** The row that waits until a dropped channel is erased. */
export function dropRow(channelName: string, droppedAt: string): Record<string, unknown> {
  return {
    ...dropKeyOf(channelName),
    storedAt: droppedAt,
    order: orderKey(droppedAt, "drop"),
    waitsFor: destinationKey({ to: "drop", channelName }),
  };
}
