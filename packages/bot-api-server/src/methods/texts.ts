import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../bot-api-error";
import { type Parameters, toInteger, toRecord } from "../parameters";

/** `text` of a message: https://core.telegram.org/bots/api#sendmessage, "1-4096 characters", in UTF-16 units. */
const longestText = 4096;
/** `caption` of a file: https://core.telegram.org/bots/api#senddocument */
const longestCaption = 1024;
const parseModes = ["markdown", "markdownv2", "html"];

/** A text with the entities that the bot sent, or `undefined` if it sent none. */
export interface MarkedText {
  readonly text: string;
  readonly entities: MessageEntity[] | undefined;
}

/**
 * Reads `text` and `entities`. Checks the name of `parse_mode`, but does not parse the markup: the text stays as sent.
 * @throws BotApiError 400 if the text is empty or too long, an entity is outside the text, or the mode is unknown.
 */
export function readText(parameters: Parameters): MarkedText {
  const { text, entities } = readMarked(parameters, "text", "entities");
  if (text === "") {
    throw badRequest("message text is empty");
  }
  if (text.length > longestText) {
    throw badRequest("message is too long");
  }
  return { text, entities };
}

/** Reads `caption` and `caption_entities`. A missing caption is empty. @throws BotApiError 400 as for a text. */
export function readCaption(parameters: Parameters): MarkedText {
  const caption = readMarked(parameters, "caption", "caption_entities");
  if (caption.text.length > longestCaption) {
    throw badRequest("message caption is too long");
  }
  return caption;
}

function readMarked(parameters: Parameters, textName: string, entitiesName: string): MarkedText {
  const text = parameters.text(textName) ?? "";
  const parseMode = parameters.text("parse_mode") ?? "";
  if (parseMode !== "" && !parseModes.includes(parseMode.toLowerCase())) {
    throw badRequest("unsupported parse_mode");
  }
  const entities = readEntities(parameters.json(entitiesName), text.length);
  // Telegram trims texts. A text with entities is not trimmed, because that would shift the entities.
  return { text: entities === undefined ? text.trim() : text, entities };
}

function readEntities(value: unknown, textLength: number): MessageEntity[] | undefined {
  if (!Array.isArray(value) || value.length === 0) {
    return undefined;
  }
  for (const item of value) {
    const entity = toRecord(item);
    const offset = toInteger(entity?.offset) ?? -1;
    const length = toInteger(entity?.length) ?? -1;
    const isInside = offset >= 0 && length >= 0 && offset + length <= textLength;
    if (typeof entity?.type !== "string" || !isInside) {
      throw badRequest("can't parse MessageEntity: wrong type, offset or length");
    }
  }
  return value as MessageEntity[];
}
