import * as z from "zod/mini";
import { parseJson } from "../chat/parse-json";

const text = z.string().check(z.minLength(1));
const number = z.pipe(text, z.pipe(z.transform(Number), z.number().check(z.positive())));
/** Empty counts as not set. */
const optionalText = z.pipe(
  z.optional(z.string()),
  z.transform((value) => value || undefined),
);
const texts = z.pipe(text, z.pipe(z.transform(parseJson), z.array(z.string())));

const bot = z.object({
  /** Name of the parameter that holds the bot's token; the token itself is in no variable. */
  TELEGRAM_BOT_TOKEN_PARAMETER: text,
  TELEGRAM_API_ROOT: text,
});

const chat = z.extend(bot, {
  STAGE: text,
  CHANNELS_TABLE: text,
  MEMBERS_TABLE: text,
  CONNECTIONS_TABLE: text,
  MESSAGES_TABLE: text,
  OUTBOX_QUEUE_URL: text,
  WEBSOCKET_CALLBACK_URL: text,
  FILES_BUCKET: text,
  HTTP_URL: text,
  RETENTION_DAYS: number,
  FRAME_BURST: z.prefault(number, "20"),
  FRAMES_PER_SECOND: z.prefault(number, "2"),
  /** How late a notification is, so that a burst is in order before it is read; the queue's delay. */
  ORDER_WINDOW_SECONDS: z.prefault(
    z.pipe(text, z.pipe(z.transform(Number), z.number().check(z.nonnegative()))),
    "1",
  ),
  /** The most messages that one member may send in a UTC day. */
  MESSAGES_PER_DAY: z.prefault(number, "1000"),
});

/** The variables of each function; the contract is docs/dispatcher-contract.md. */
export const environments = {
  requestDispatcher: z.extend(chat, {
    WEBSOCKET_URL: text,
    ALLOWED_ORIGINS: texts,
    /** Name of the parameter with the secret from which the keys for identities are made. */
    IDENTITY_SECRET_PARAMETER: optionalText,
    /** The only host under which sockets are opened; without it any. */
    WEBSOCKET_HOST: optionalText,
    /** Name of the parameter with the secret that the proxy's header holds; without it there is no proxy. */
    PROXY_SECRET_PARAMETER: optionalText,
  }),
  outbox: z.extend(chat, { UNDELIVERABLE_QUEUE_URL: text }),
  lifecycleHandler: z.extend(bot, { WEBHOOK_URL: text }),
  widget: z.object({
    WEBSOCKET_URL: text,
    HTTP_URL: text,
    /** Where the files of the stage are uploaded and read. */
    FILES_ORIGIN: text,
  }),
} as const;

/** The variables that a stack must set for a function, as it sets them: every value is a text. */
export type VariablesOf<Name extends keyof typeof environments> = z.input<(typeof environments)[Name]>;

/** What the dispatcher and the outbox share. */
export type ChatEnvironment = z.infer<typeof chat>;

/**
 * Reads the variables of a function.
 * @throws Error naming every variable that is missing or wrong, without its value
 */
export function readEnvironment<T extends z.ZodMiniType>(schema: T): z.infer<T> {
  const result = schema.safeParse(process.env);
  if (result.success) {
    return result.data;
  }
  const names = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The function's environment is not complete. ${names.join("; ")}`);
}
