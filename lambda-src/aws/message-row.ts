import type { Content, Departure, Direction, Erasure, ErasureKey, MemberRef, Message } from "../chat/model";
import type { PendingRow } from "../chat/stores";
import { orderKey } from "../chat/time";

/** Returns the partition key of a visitor's conversation. */
export function conversationOf({ channelName, memberId }: MemberRef): string {
  return `${channelName}/${memberId}`;
}

export type MessageKey = Readonly<Record<"conversation" | "messageKey", string>>;

/** Returns the key of a message's row. A repeated message has the same key. */
export function messageKeyOf({
  member,
  direction,
  messageId,
}: Pick<Message, "member" | "direction" | "messageId">): MessageKey {
  return { conversation: conversationOf(member), messageKey: directionPrefix(direction) + messageId };
}

/**
 * Returns the row of a message. The row does not repeat the values in its keys. A text of 512 bytes therefore stays
 * within one kilobyte, both in the table and in the index, and DynamoDB counts a write unit for each kilobyte.
 */
export function messageRow(message: Message): Record<string, unknown> {
  const { member, direction, messageId, content, firstWords, partsShown, tries, expiresAt, ...rest } =
    message;
  return {
    ...messageKeyOf(message),
    ...rest,
    ...content,
    ...(firstWords && { firstWords }),
    ...(partsShown > 0 && { partsShown }),
    ...(tries > 0 && { tries }),
    expiresAt: Math.floor(expiresAt / 1000),
  };
}

/** Returns the range key of the index `pending`: direction, then order. Only a pending message has it. */
export function pendingKeyOf({
  direction,
  sentAt,
  messageId,
}: Pick<Message, "direction" | "sentAt" | "messageId">): string {
  return directionPrefix(direction) + orderKey(sentAt, messageId);
}

/** Returns the start of the keys of a direction's messages, in the table and in the index `pending`. */
export function directionPrefix(direction: Direction): string {
  return `${direction}#`;
}

/** Returns whether a row of a conversation is a message. */
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
    expiresAt: Number(item.expiresAt) * 1000,
    content: contentOf(item),
    memberName: text("memberName"),
    tag: text("tag"),
    hostChatId: text("hostChatId"),
    ...(item.chatMessageId !== undefined && { chatMessageId: Number(item.chatMessageId) }),
    firstWords: item.firstWords === true,
    partsShown: Number(item.partsShown ?? 0),
    tries: Number(item.tries ?? 0),
    ...(item.noticed === true && { noticed: true }),
  };
}

function contentOf(item: Readonly<Record<string, unknown>>): Content {
  if (item.type === "text") {
    return { type: "text", text: String(item.text ?? "") };
  }
  if (item.type === "edit") {
    return { type: "edit", edited: String(item.edited), text: String(item.text ?? "") };
  }
  const file = {
    fileKey: String(item.fileKey),
    fileName: String(item.fileName),
    fileType: String(item.fileType),
    fileSize: Number(item.fileSize),
  };
  return item.type === "file"
    ? { type: "file", ...file }
    : { type: "remote file", source: String(item.source), ...file };
}

/** Returns the key of a visitor's departure. A later departure replaces an earlier one. */
export function departureKeyOf({ member }: Departure): MessageKey {
  return { conversation: conversationOf(member), messageKey: "departure" };
}

/**
 * Returns the row of a departure, which is not a message. The sweep finds the row in the index when the departure is
 * due.
 */
export function departureRow(departure: Departure): Record<string, unknown> {
  const { member, leftAt, ...rest } = departure;
  return { ...departureKeyOf(departure), ...rest, storedAt: leftAt, pending: `departure#${leftAt}` };
}

const erasurePrefix = "erasure#";

/** Returns the key of an erasure's row. No conversation has this key, because a channel's name contains no `#`. */
export function erasureKeyOf({ channelName, memberId = "" }: ErasureKey): MessageKey {
  return { conversation: erasurePrefix + channelName, messageKey: erasurePrefix + memberId };
}

/** Returns the attributes of the row that is pending until an erasure is complete. */
export function erasureAttributes({ reportTo, since }: Omit<Erasure, "erased">): Record<string, unknown> {
  return {
    ...(reportTo !== undefined && { reportTo }),
    storedAt: since,
    pending: erasurePrefix + since,
  };
}

/** Reads an erasure's row. */
export function erasureOf(item: Readonly<Record<string, unknown>>): Erasure {
  const { conversation, messageKey, reportTo, storedAt, members = 0, messages = 0, files = 0 } = item;
  return {
    channelName: String(conversation).slice(erasurePrefix.length),
    memberId: String(messageKey).slice(erasurePrefix.length) || undefined,
    reportTo: reportTo === undefined ? undefined : String(reportTo),
    since: String(storedAt),
    erased: { members: Number(members), messages: Number(messages), files: Number(files) },
  };
}

/** Reads a row of the index of pending rows. */
export function pendingRowOf(item: Readonly<Record<string, unknown>>): PendingRow {
  if (isMessage(item)) {
    return { kind: "message", message: messageOf(item), waitsUntil: Number(item.waitsUntil ?? 0) };
  }
  if (String(item.messageKey).startsWith(erasurePrefix)) {
    return { kind: "erasure", erasure: erasureOf(item) };
  }
  const { member, memberName, tag, hostChatId, storedAt: leftAt } = messageOf(item);
  return { kind: "departure", departure: { member, memberName, tag, hostChatId, leftAt } };
}
