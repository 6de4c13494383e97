import { entriesOf, isObject, tryParseObject } from "../json";
import type { LogEntry, LogLevel } from "../log";

/** The parts of a log entry that come from a function. */
export type FunctionLine = Pick<LogEntry, "level" | "message" | "fields" | "lines">;

/**
 * Parses a log line of a function. Reads level, error and fields of Lambda's JSON format and of Powertools' logger,
 * and returns any other line unchanged.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 *
 * @param level Level of a line that has none.
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

/** Returns the frames of a stack trace, without the message above them. */
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

/** Fields that occur elsewhere in the entry, or have the same value in every line of a local run. */
const leftOut = new Set(["level", "message", "timestamp", "service", "sampling_rate", "xray_trace_id"]);

/**
 * Returns the lines of an error's stack trace, which starts with name and message. Returns `undefined` for any other
 * value.
 */
function traceOf(value: unknown): readonly string[] | undefined {
  return isObject(value) && typeof value.stack === "string"
    ? value.stack.split("\n").map((line) => line.trim())
    : undefined;
}
