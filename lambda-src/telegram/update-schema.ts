import * as z from "zod/mini";

// Only the used fields are checked, because Telegram adds fields at any time
// (https://core.telegram.org/bots/api#update). A field of content that has another form counts as absent. The message
// is then not lost, because its sender is notified that it was not passed on.
const absentIfOther = <Schema extends z.ZodMiniType>(schema: Schema) =>
  // `z.catch` does the same, and costs 9 KiB of the bundle.
  z.optional(
    z.pipe(
      z.unknown(),
      z.transform((value) => schema.safeParse(value).data),
    ),
  );

/** Text without lone surrogates. They cannot be stored, because they have no UTF-8 encoding. */
const text = z.string().check(z.overwrite((value) => value.toWellFormed()));

const file = z.object({
  file_id: text,
  file_name: z.optional(text),
  mime_type: z.optional(text),
  file_size: absentIfOther(z.int().check(z.gte(0))),
});
const user = z.object({
  id: z.number(),
  is_bot: z.optional(z.boolean()),
  first_name: z.optional(text),
  last_name: z.optional(text),
});
/** A part of a text, with offset and length in UTF-16 units: https://core.telegram.org/bots/api#messageentity */
const entity = z.object({
  type: text,
  offset: z.int(),
  length: z.int(),
  url: z.optional(text),
});
const entities = absentIfOther(z.array(entity));
const location = z.object({
  latitude: z.number(),
  longitude: z.number(),
  live_period: z.optional(z.number()),
});
const photo = z.array(z.extend(file, { width: z.number(), height: z.number() })).check(z.minLength(1));
/** Seconds since the epoch. Telegram uses 32 bits. */
const date = z.int().check(z.gte(0), z.lte(2 ** 32));

const message = z.looseObject({
  message_id: z.int(),
  date,
  edit_date: absentIfOther(date),
  chat: z.object({ id: z.number(), type: text }),
  from: z.optional(user),
  sender_chat: z.optional(z.looseObject({ id: z.optional(z.number()) })),
  migrate_to_chat_id: absentIfOther(z.int()),
  migrate_from_chat_id: absentIfOther(z.int()),
  is_automatic_forward: z.optional(z.unknown()),
  text: absentIfOther(text),
  caption: absentIfOther(text),
  entities,
  caption_entities: entities,
  reply_to_message: z.optional(
    z.object({
      message_id: z.optional(z.number()),
      from: z.optional(user),
      sender_chat: z.optional(z.unknown()),
      text: z.optional(text),
      caption: z.optional(text),
    }),
  ),
  quote: absentIfOther(z.object({ text: text, position: z.optional(z.number()) })),
  photo: absentIfOther(photo),
  document: absentIfOther(file),
  video: absentIfOther(file),
  video_note: absentIfOther(file),
  voice: absentIfOther(file),
  audio: absentIfOther(file),
  animation: absentIfOther(file),
  sticker: absentIfOther(
    z.extend(file, { is_animated: z.optional(z.boolean()), is_video: z.optional(z.boolean()) }),
  ),
  location: absentIfOther(location),
  venue: absentIfOther(z.object({ location, title: text, address: text })),
  contact: absentIfOther(z.object({ phone_number: text, first_name: text, last_name: z.optional(text) })),
  poll: absentIfOther(z.object({ question: text, options: z.array(z.object({ text: text })) })),
  dice: absentIfOther(z.object({ emoji: text, value: z.number() })),
});

/** Checks the used part of an update. */
export const updateSchema = z.object({
  update_id: z.int(),
  message: z.optional(message),
  edited_message: z.optional(message),
});

export type TelegramMessage = z.infer<typeof message>;

/** A part of a text with its formatting. */
export type TextEntity = z.infer<typeof entity>;
