import type { Message } from "@grammyjs/types";
import { findEntities } from "./entities";

/** The fields of a message except its id, date and chat, which the server sets. */
export type MessageContent = Partial<Omit<Message, "message_id" | "date" | "chat">>;

/** Describes a text with the given entities, or with those that Telegram finds by itself. */
export function textContent(text: string, entities?: Message["entities"]): MessageContent {
  const found = entities ?? findEntities(text);
  return found.length > 0 ? { text, entities: found } : { text };
}

/** Describes a caption in the same way as a text. Returns no fields for an empty caption. */
export function captionContent(caption: string, entities?: Message["entities"]): MessageContent {
  const { entities: found } = textContent(caption, entities);
  return caption === "" ? {} : { caption, ...(found && { caption_entities: found }) };
}

/** Copies a message for use inside another message, where Telegram omits its `reply_to_message`. */
export function withoutReply(message: Message) {
  const { reply_to_message, ...rest } = message;
  return { ...rest, reply_to_message: undefined } as Message & { reply_to_message: undefined };
}

/** Copies a message without some of its fields. */
export function withoutFields(message: Message, fields: readonly (keyof MessageContent)[]): Message {
  const names: readonly string[] = fields;
  return Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name))) as Message;
}

/** The fields that a new text or caption replaces. */
export const textFields = ["text", "entities"] as const;
export const captionFields = ["caption", "caption_entities"] as const;
