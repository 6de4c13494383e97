import { parseJson } from "../chat/parse-json";

/** Represents a complete answer of the Bot API: https://core.telegram.org/bots/api#making-requests */
export type BotApiAnswer =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly error_code: number;
      readonly description: string;
      /** https://core.telegram.org/bots/api#responseparameters */
      readonly parameters: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
    };

/**
 * Reads the body of a response. Drops unknown fields, and parameters with an impossible value.
 * @returns `undefined` for anything that is not a complete answer of the Bot API, such as a proxy's error page
 */
export function readBotApiAnswer(body: Buffer): BotApiAnswer | undefined {
  const answer = toRecord(parseJson(body.toString("utf8")));
  if (answer?.ok === true) {
    return answer.result === undefined ? undefined : { ok: true, result: answer.result };
  }
  const { ok, error_code, description } = answer ?? {};
  if (ok !== false || !isWhole(error_code) || typeof description !== "string") {
    return undefined;
  }
  const { retry_after, migrate_to_chat_id } = toRecord(answer?.parameters) ?? {};
  return {
    ok,
    error_code,
    description,
    parameters: {
      // JSON may contain 1e999, which JavaScript reads as Infinity.
      ...(typeof retry_after === "number" && retry_after >= 0 && retry_after < Infinity && { retry_after }),
      ...(isWhole(migrate_to_chat_id) && migrate_to_chat_id !== 0 && { migrate_to_chat_id }),
    },
  };
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
