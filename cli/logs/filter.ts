import { z } from "zod";
import { jsonText } from "../json-text";

/** Criteria for the lines to print. */
export interface LogFilter {
  /** Name of a channel. @default - all lines, including lines without a channel */
  readonly channel?: string | undefined;
  /** Whether only errors, warnings and failed invocations are included. */
  readonly errors: boolean;
}

const levels = ["ERROR", "WARN"];

/**
 * Status values of a failed invocation: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */
const failures = ["error", "failure", "timeout"];

/** Returns the filter for AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
export function patternOf({ channel, errors }: LogFilter): string | undefined {
  const anyOf = (field: string, values: readonly string[]) =>
    values.map((value) => `$.${field} = "${value}"`);
  const conditions = [
    ...(errors ? [[...anyOf("level", levels), ...anyOf("record.status", failures)]] : []),
    ...(channel === undefined ? [] : [anyOf("channel", [channel])]),
  ].map((alternatives) => `(${alternatives.join(" || ")})`);
  return conditions.length === 0 ? undefined : `{ ${conditions.join(" && ")} }`;
}

const fieldsSchema = jsonText.pipe(
  z.object({
    level: z.string().optional(),
    channel: z.string().optional(),
    record: z.object({ status: z.string().optional() }).optional(),
  }),
);

/**
 * Returns whether the filter includes a line. AWS has already filtered the lines, but an emulator may ignore the
 * pattern.
 */
export function isIncluded(text: string, { channel, errors }: LogFilter): boolean {
  if (channel === undefined && !errors) {
    return true;
  }
  const { data } = fieldsSchema.safeParse(text);
  const isError = levels.includes(data?.level ?? "") || failures.includes(data?.record?.status ?? "");
  return (channel === undefined || data?.channel === channel) && (!errors || isError);
}
