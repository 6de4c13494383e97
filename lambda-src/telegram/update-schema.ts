import * as z from "zod/mini";

// Only the used fields are checked, because Telegram adds fields at any time (https://core.telegram.org/bots/api#update).
// A field of content that has another form counts as absent: its message is then named to the sender, and is not lost.
const absentIfOther = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.catch(z.optional(schema), undefined);

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
/** A part of a text, by UTF-16 units: https://core.telegram.org/bots/api#messageentity */
const entity = z.object({
  type: z.string(),
  offset: z.number(),
  length: z.number(),
  url: z.optional(z.string()),
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
  message_id: z.number(),
  date,
  edit_date: absentIfOther(date),
  chat: z.object({ id: z.number(), type: z.string() }),
  from: z.optional(user),
  sender_chat: z.optional(z.unknown()),
  is_automatic_forward: z.optional(z.unknown()),
  text: absentIfOther(z.string()),
  caption: absentIfOther(z.string()),
  entities,
  caption_entities: entities,
  reply_to_message: z.optional(
    z.object({
      message_id: z.optional(z.number()),
      from: z.optional(user),
      sender_chat: z.optional(z.unknown()),
      text: z.optional(z.string()),
      caption: z.optional(z.string()),
    }),
  ),
  quote: absentIfOther(z.object({ text: z.string(), position: z.optional(z.number()) })),
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
  venue: absentIfOther(z.object({ location, title: z.string(), address: z.string() })),
  contact: absentIfOther(
    z.object({ phone_number: z.string(), first_name: z.string(), last_name: z.optional(z.string()) }),
  ),
  poll: absentIfOther(z.object({ question: z.string(), options: z.array(z.object({ text: z.string() })) })),
  dice: absentIfOther(z.object({ emoji: z.string(), value: z.number() })),
});

/** Checks the used part of an update. */
export const updateSchema = z.object({
  update_id: z.int(),
  message: z.optional(message),
  edited_message: z.optional(message),
});

export type TelegramMessage = z.infer<typeof message>;

/** The marked part of a text. */
export type TextEntity = z.infer<typeof entity>;
