import { z } from "zod";
import { functionRoles } from "../../constructs/account/physical-names";
import { jsonText } from "../json-text";
import { printable } from "../output";
import type { LogEvent } from "./read-events";

/**
 * A line that a function writes:
 * https://docs.aws.amazon.com/powertools/typescript/latest/features/logger/#standard-structured-keys
 */
const lineSchema = z.looseObject({
  level: z.string(),
  message: z.string(),
  error: z.looseObject({ name: z.string().default("Error"), message: z.string().default("") }).optional(),
});

/** A line that Lambda writes: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
const platformSchema = z.object({
  type: z.templateLiteral(["platform.", z.string()]),
  record: z.looseObject({
    status: z.string().optional(),
    metrics: z
      .object({
        durationMs: z.number(),
        initDurationMs: z.number().optional(),
        maxMemoryUsedMB: z.number().optional(),
      })
      .optional(),
  }),
});

/** A line with metrics: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const metricsSchema = z.looseObject({ _aws: z.record(z.string(), z.unknown()) });

/** Fields of a line that are not printed, because they are the same in all lines or are printed elsewhere. */
const hidden = new Set([
  "_aws",
  "cold_start",
  "error",
  "function_arn",
  "function_memory_size",
  "function_name",
  "function_request_id",
  "level",
  "message",
  "sampling_rate",
  "service",
  "timestamp",
  "xray_trace_id",
]);

/**
 * Formats a line for display. Returns `undefined` for a line without useful data, such as the start of an invocation.
 */
export function formatLine({ group, timestamp, text }: LogEvent): string | undefined {
  const source = functionRoles.find((role) => group.endsWith(`-${role}`)) ?? group;
  const time = new Date(timestamp).toISOString();
  const row = (level: string, ...rest: readonly string[]) =>
    printable([time, level.padEnd(5), source.padEnd(18), ...rest.filter((part) => part !== "")].join(" "));
  const parsed = jsonText.safeParse(text).data;
  const line = lineSchema.safeParse(parsed).data;
  if (line !== undefined) {
    const { level, message, error, xray_trace_id: trace } = line;
    const reason = error && { error: `${error.name}: ${error.message}` };
    const rest = fieldsOf({ ...visible(line), ...reason, ...(level === "ERROR" && trace ? { trace } : {}) });
    return row(level, message, rest);
  }
  const platform = platformSchema.safeParse(parsed).data;
  if (platform !== undefined) {
    const { status = "success", metrics } = platform.record;
    if (platform.type !== "platform.report") {
      return undefined;
    }
    const level = status === "success" ? "INFO" : "ERROR";
    const { durationMs = 0, initDurationMs, maxMemoryUsedMB } = metrics ?? {};
    const facts = {
      ms: Math.round(durationMs),
      initMs: initDurationMs && Math.round(initDurationMs),
      maxMemoryUsedMB,
    };
    return row(level, `invocation: ${status}`, fieldsOf(facts));
  }
  const metrics = metricsSchema.safeParse(parsed).data;
  if (metrics !== undefined) {
    return row("INFO", "metrics", fieldsOf(visible(metrics)));
  }
  return row("", text);
}

function visible(line: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(line).filter(([name]) => !hidden.has(name)));
}

function fieldsOf(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === "string" ? quoted(value) : JSON.stringify(value)}`)
    .join(" ");
}

function quoted(value: string): string {
  return /^[\w./:#-]+$/.test(value) ? value : JSON.stringify(value);
}
