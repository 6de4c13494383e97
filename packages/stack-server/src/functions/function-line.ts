import { entriesOf, isObject, tryParseObject } from "../json";
import type { LogEntry, LogLevel } from "../log";

/** What of a log entry a function says itself. */
export type FunctionLine = Pick<LogEntry, "level" | "message" | "fields" | "lines">;

/**
 * Reads a line that a function wrote: one of Lambda's JSON format or of Powertools' logger by its own level, with its
 * error and its fields; any other as it is.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 *
 * @param level Of a line that has none.
 */
export function readFunctionLine(line: string, level: LogLevel): FunctionLine {
  const entry = line.startsWith("{") ? tryParseObject(line) : undefined;
  const ownLevel = typeof entry?.level === "string" ? levels.get(entry.level.toUpperCase()) : undefined;
  if (entry === undefined || ownLevel === undefined || typeof entry.message !== "string") {
    return { level, message: line };
  }
  const own = entriesOf(entry).filter(([name]) => !leftOut.has(name));
  const fields = own.filter(([, value]) => traceOf(value) === undefined);
  const lines = own.flatMap(([, value]) => traceOf(value) ?? []);
  return {
    level: ownLevel,
    message: entry.message,
    fields: Object.fromEntries(fields),
    ...(lines.length > 0 && { lines }),
  };
}

/** The frames of a stack trace, without the message that it begins with. */
export function framesOf(trace: readonly string[]): readonly string[] {
  const first = trace.findIndex((line) => /^\s+at /.test(line));
  return first === -1 ? [] : trace.slice(first).map((line) => line.trim());
}

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ["TRACE", "debug"],
  ["DEBUG", "debug"],
  ["INFO", "info"],
  ["WARN", "warn"],
  ["ERROR", "error"],
  ["CRITICAL", "error"],
  ["FATAL", "error"],
]);

/** Shown elsewhere in the entry, or the same in every line of a local run. */
const leftOut = new Set(["level", "message", "timestamp", "service", "sampling_rate", "xray_trace_id"]);

/** The lines of an error's stack trace, which begins with its name and message; `undefined` for what is no error. */
function traceOf(value: unknown): readonly string[] | undefined {
  return isObject(value) && typeof value.stack === "string"
    ? value.stack.split("\n").map((line) => line.trim())
    : undefined;
}
