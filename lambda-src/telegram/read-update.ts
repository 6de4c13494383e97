import * as z from "zod/mini";

// Only what is read is checked: Telegram adds fields at will (https://core.telegram.org/bots/api#update).
const chat = z.object({ id: z.number(), type: z.string() });
const entity = z.object({ type: z.string(), offset: z.number(), length: z.number() });
const repliedMessage = z.object({
  from: z.optional(z.object({ id: z.number() })),
  text: z.optional(z.string()),
  caption: z.optional(z.string()),
});
const message = z.object({
  message_id: z.number(),
  date: z.number(),
  chat,
  text: z.optional(z.string()),
  entities: z.optional(z.array(entity)),
  reply_to_message: z.optional(repliedMessage),
});
const update = z.object({ update_id: z.int(), message: z.optional(message) });

type TelegramMessage = z.infer<typeof message>;

/** What an update says, as far as the chat cares. */
export type HostUpdate = CommandUpdate | TextUpdate | IgnoredUpdate;

interface FromChat {
  readonly updateId: number;
  /** Telegram's id of the chat, as text. */
  readonly chatId: string;
  readonly chatIsPrivate: boolean;
  /** Telegram's id of the message in its chat. */
  readonly messageId: number;
}

/** `/command argument`, or `/command@bot argument`. */
export interface CommandUpdate extends FromChat {
  readonly kind: "command";
  /** In lower case, without slash. */
  readonly command: string;
  /** The bot that is meant, if one is named. */
  readonly bot: string | undefined;
  readonly argument: string;
}

export interface TextUpdate extends FromChat {
  readonly kind: "text";
  readonly text: string;
  /** The tag in the message that this one replies to, when that one is ours. */
  readonly repliesToTag: string | undefined;
  /** ISO 8601 UTC. */
  readonly sentAt: string;
}

export interface IgnoredUpdate {
  readonly kind: "ignored";
  readonly reason: string;
}

/**
 * Reads an update; one that cannot be read is ignored, for no retry would mend it.
 * @param botId Telegram's id of our bot: the tag counts only in a message of ours
 */
export function readUpdate(body: unknown, botId: number): HostUpdate {
  const parsed = update.safeParse(body);
  if (!parsed.success) return { kind: "ignored", reason: "not an update of the Bot API" };
  const { update_id: updateId, message: sent } = parsed.data;
  if (!sent) return { kind: "ignored", reason: "not about a message" };
  if (sent.text === undefined) return { kind: "ignored", reason: "a message without text" };
  const from: FromChat = {
    updateId,
    chatId: String(sent.chat.id),
    chatIsPrivate: sent.chat.type === "private",
    messageId: sent.message_id,
  };
  const { text } = sent;
  return (
    readCommand(from, text, sent) ?? {
      kind: "text",
      ...from,
      text,
      repliesToTag: tagOf(sent, botId),
      sentAt: new Date(sent.date * 1000).toISOString(),
    }
  );
}

/** A command counts where Telegram marks one at the very start of the text. */
function readCommand(from: FromChat, text: string, sent: TelegramMessage): CommandUpdate | undefined {
  const mark = sent.entities?.find((it) => it.type === "bot_command" && it.offset === 0);
  if (!mark) return undefined;
  const [command = "", bot] = text.slice(1, mark.length).split("@");
  const argument = text.slice(mark.length).trim();
  return { kind: "command", ...from, command: command.toLowerCase(), bot, argument };
}

function tagOf(sent: TelegramMessage, botId: number): string | undefined {
  const replied = sent.reply_to_message;
  if (replied?.from?.id !== botId) return undefined;
  // At the start alone: what follows is the visitor's own name and text.
  return /^#([A-Za-z][A-Za-z0-9_]*)/.exec(replied.text ?? replied.caption ?? "")?.[1];
}
