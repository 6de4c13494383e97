import * as z from "zod/mini";
import { parseJson } from "../chat/parse-json";

const text = z.string().check(z.minLength(1));
const number = z.pipe(text, z.pipe(z.transform(Number), z.number().check(z.positive())));
/** An empty variable counts as not set. */
const optionalText = z.pipe(
  z.optional(z.string()),
  z.transform((value) => value || undefined),
);
const texts = z.pipe(text, z.pipe(z.transform(parseJson), z.array(z.string())));

const bot = z.object({
  /** Name of the parameter with the bot's token. The token itself is never in a variable. */
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
  /**
   * Seconds by which the queue delays a notification. When the outbox reads the messages of a burst after this delay,
   * all of them have arrived and can be put in order.
   */
  ORDER_WINDOW_SECONDS: z.prefault(
    z.pipe(text, z.pipe(z.transform(Number), z.number().check(z.nonnegative()))),
    "1",
  ),
  /** Maximum number of messages that one member may send in a UTC day. */
  MESSAGES_PER_DAY: z.prefault(number, "1000"),
});

/** The variables of each function. docs/dispatcher-contract.md describes them. */
export const environments = {
  requestDispatcher: z.extend(chat, {
    WEBSOCKET_URL: text,
    ALLOWED_ORIGINS: texts,
    /** Name of the parameter with the secret from which the keys for identities are derived. */
    IDENTITY_SECRET_PARAMETER: optionalText,
    /** The only host name at which sockets are accepted. If unset, every host name is accepted. */
    WEBSOCKET_HOST: optionalText,
    /** Name of the parameter with the proxy's secret. Unset if there is no proxy. */
    PROXY_SECRET_PARAMETER: optionalText,
  }),
  outbox: z.extend(chat, { UNDELIVERABLE_QUEUE_URL: text }),
  lifecycleHandler: z.extend(bot, { WEBHOOK_URL: text }),
  widget: z.object({
    WEBSOCKET_URL: text,
    HTTP_URL: text,
    /** The origin for uploads and downloads of files. */
    FILES_ORIGIN: text,
    /** "true" if a proxy that closes idle sockets early is in front of the stage. */
    IS_PROXIED: optionalText,
  }),
} as const;

/** The variables that a stack sets for a function. Every value is a string. */
export type VariablesOf<Name extends keyof typeof environments> = z.input<(typeof environments)[Name]>;

/** The variables shared by the dispatcher and the outbox. */
export type ChatEnvironment = z.infer<typeof chat>;

/**
 * Reads the variables of a function.
 * @throws Error that names every missing or invalid variable, without its value
 */
export function readEnvironment<T extends z.ZodMiniType>(schema: T): z.infer<T> {
  const result = schema.safeParse(process.env);
  if (result.success) {
    return result.data;
  }
  const names = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The function's environment is not valid. ${names.join("; ")}`);
}
