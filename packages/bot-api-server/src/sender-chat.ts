import type { Chat, User } from "@grammyjs/types";
import type { MessageContent } from "./message-content";

/**
 * Returns the fields that name the sender of a message. A sender who writes in the name of a chat has one of two bots
 * as `from`, "for backward compatibility": https://core.telegram.org/bots/api#message
 */
export function senderFields(person: User, senderChat: Chat | undefined): MessageContent {
  if (senderChat === undefined) {
    return { from: person };
  }
  return { from: senderChat.type === "channel" ? channelBot : groupAnonymousBot, sender_chat: senderChat };
}

/** https://core.telegram.org/bots/api#message: "@GroupAnonymousBot" and "@Channel_Bot", with their real ids. */
const groupAnonymousBot: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: "Group",
  username: "GroupAnonymousBot",
};
const channelBot: User = { id: 136_817_688, is_bot: true, first_name: "Channel", username: "Channel_Bot" };
