import type { ReactionType, ReactionTypeEmoji } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import type { ChatRoom } from "../chat-room";
import { toRecord } from "../parameters";
import { type Method, readMessage, readWritableRoom } from "./method";

/** https://core.telegram.org/bots/api#setmessagereaction. A repeated reaction is accepted, as TDLib does. */
export const setMessageReaction: Method = (telegram, parameters) => {
  const room = readWritableRoom(telegram, parameters);
  const { message_id } = readMessage(room, parameters, "react");
  const given = parameters.json("reaction") ?? [];
  if (!Array.isArray(given)) {
    throw badRequest("can't parse reaction types JSON object");
  }
  // "Currently, as non-premium users, bots can set up to one reaction per message."
  if (given.length > 1) {
    throw badRequest("REACTIONS_TOO_MANY");
  }
  const reactions = given.map((reaction) => readReaction(room, reaction));
  telegram.chats.react(room, message_id, reactions);
  return true;
};

/** Rejects reactions that a bot cannot set: paid ones, and custom emoji that no user has set before. */
function readReaction(room: ChatRoom, value: unknown): ReactionType {
  const reaction = toRecord(value);
  const emoji = allowedEmoji.find((it) => it === reaction?.emoji);
  const isAvailable = room.availableReactions === undefined || room.availableReactions.includes(emoji ?? "");
  if (reaction?.type !== "emoji" || emoji === undefined || !isAvailable) {
    throw badRequest("REACTION_INVALID");
  }
  return { type: "emoji", emoji };
}

/** https://core.telegram.org/bots/api#reactiontypeemoji */
// biome-ignore format: a list that reads as a paragraph
const allowedEmoji: readonly ReactionTypeEmoji["emoji"][] = [
  "👍", "👎", "❤", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱",
  "🥴", "😍", "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴",
  "😭", "🤓", "👻", "👨‍💻", "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒",
  "💘", "🙉", "🦄", "😘", "💊", "🙊", "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡",
];
