import { z } from "zod";
import { describeAge } from "../describe-age";
import { jsonText } from "../json-text";
import { printable } from "../output";
import type { Letter } from "./letter-queue";

/**
 * Subject of a letter: a message that could not be delivered, or a notification that reached the maximum receive count.
 */
export type LetterKind = "message" | "notification";

const bodySchemas = {
  message: jsonText.pipe(
    z.object({
      channelName: z.string(),
      conversation: z.string(),
      messageKey: z.string(),
      reason: z.string(),
    }),
  ),
  notification: jsonText.pipe(
    z.object({ to: z.string(), channelName: z.string(), memberId: z.string().optional() }),
  ),
} as const;

/** Details of a letter, for the text output and for `--json`. */
export interface LetterFacts {
  readonly id: string;
  readonly kind: LetterKind;
  readonly sentAt: Date;
  /** `undefined` if Kite did not write the body. */
  readonly channelName?: string | undefined;
  /** Recipient: `host` or `visitor` of a message, or the target of a notification. */
  readonly to?: string | undefined;
  /** Conversation of a message, as in the table `Messages`. */
  readonly conversation?: string | undefined;
  readonly messageKey?: string | undefined;
  readonly reason?: string | undefined;
  readonly body: string;
}

/** Returns the details of a letter. */
export function factsOf(kind: LetterKind, { id, sentAt, body }: Letter): LetterFacts {
  const known = { id, kind, sentAt, body };
  if (kind === "notification") {
    return { ...known, ...bodySchemas.notification.safeParse(body).data };
  }
  const { data } = bodySchemas.message.safeParse(body);
  return data === undefined
    ? known
    : { ...known, ...data, to: data.messageKey.startsWith("toHost#") ? "host" : "visitor" };
}

/** Returns a key that two letters about the same message or job share. */
export function subjectOf({ kind, conversation, messageKey, body }: LetterFacts): string {
  return kind === "message" && conversation !== undefined ? `${conversation} ${messageKey}` : body;
}

/** Describes a letter in one line. */
export function describeLetter({ id, sentAt, channelName, to, reason, body }: LetterFacts): string {
  const age = `${describeAge(Date.now() - sentAt.getTime())} ago`;
  const about = channelName === undefined ? `not a letter of Kite: ${body}` : `${channelName}, to the ${to}`;
  return printable([id, age, about, ...(reason === undefined ? [] : [reason])].join("  "));
}

/** Describes a letter with all its details, one on each line. */
export function describeFully({ kind, body, ...facts }: LetterFacts): string {
  const rows = Object.entries({ kind, ...facts, body })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value instanceof Date ? value.toISOString() : String(value)] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => printable(`${name.padEnd(width)}  ${value}`)).join("\n");
}
