import * as z from "zod/mini";

// Only the used fields are checked, because Telegram adds fields at any time (https://core.telegram.org/bots/api#update).
const file = z.object({
  file_id: z.string(),
  file_name: z.optional(z.string()),
  mime_type: z.optional(z.string()),
  file_size: z.optional(z.number()),
});
const user = z.object({
  id: z.number(),
  is_bot: z.optional(z.boolean()),
  first_name: z.optional(z.string()),
  last_name: z.optional(z.string()),
});
const message = z.looseObject({
  message_id: z.number(),
  /** Seconds since the epoch. Telegram uses 32 bits. */
  date: z.int().check(z.gte(0), z.lte(2 ** 32)),
  chat: z.object({ id: z.number(), type: z.string() }),
  from: z.optional(user),
  text: z.optional(z.string()),
  caption: z.optional(z.string()),
  entities: z.optional(z.array(z.object({ type: z.string(), offset: z.number(), length: z.number() }))),
  reply_to_message: z.optional(
    z.object({
      message_id: z.optional(z.number()),
      from: z.optional(user),
      sender_chat: z.optional(z.unknown()),
      text: z.optional(z.string()),
      caption: z.optional(z.string()),
    }),
  ),
  photo: z.optional(z.array(z.extend(file, { width: z.number(), height: z.number() })).check(z.minLength(1))),
  document: z.optional(file),
  video: z.optional(file),
  video_note: z.optional(file),
  voice: z.optional(file),
  audio: z.optional(file),
  animation: z.optional(file),
  sticker: z.optional(
    z.extend(file, { is_animated: z.optional(z.boolean()), is_video: z.optional(z.boolean()) }),
  ),
});

/** Checks the used part of an update. */
export const updateSchema = z.object({ update_id: z.int(), message: z.optional(message) });

export type TelegramMessage = z.infer<typeof message>;
