import type { ActiveVisitor, HostedChannel } from "../chat/model";

/** Returns the key of the row with the chat that hosts a channel. */
export function channelKeyOf(channelName: string): string {
  return `channel#${channelName}`;
}

/** Returns the key of the row with the channel that a chat hosts. */
export function chatKeyOf(chatId: string): string {
  return `chat#${chatId}`;
}

/** Reads the row of a chat. */
export function channelOf(item: Readonly<Record<string, unknown>>): HostedChannel {
  return {
    channelName: String(item.channelName),
    hostChatId: String(item.hostChatId),
    lastActive: (item.lastActive ?? []) as readonly ActiveVisitor[],
    notBefore: Number(item.notBefore ?? 0),
    failures: Number(item.failures ?? 0),
  };
}
