import { inspect } from "node:util";
import { type AccessLogEntry, describeAccess } from "./access-log-entry";

/** Severity of a log entry, from least to most severe. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** A log entry. */
export interface LogEntry {
  readonly level: LogLevel;
  /** The part that logs: `gateway`, `queues`, or the name of a function. */
  readonly source: string;
  readonly message: string;
  /** Details by name. They never contain secrets. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Lines to print below the entry, for example a stack trace. */
  readonly lines?: readonly string[];
  /** Set if this is an access log entry. `message` is then the route. */
  readonly access?: AccessLogEntry;
}

/** Receives log entries. It must not throw. */
export type Log = (entry: LogEntry) => void;

/** A log that discards its entries. */
export const silentLog: Log = () => undefined;

/**
 * Returns a log that prints entries as text, one line each.
 *
 * @param write Receives each line with its line feed: `(line) => process.stdout.write(line)`.
 * @param least Skips entries below this level. @default "info"
 */
export function printLog(write: (line: string) => void, least: LogLevel = "info"): Log {
  return (entry) => {
    if (isAtLeast(entry, least)) {
      write(`${formatLogEntry(entry)}\n`);
    }
  };
}

/** Returns whether an entry has at least this level. */
export function isAtLeast({ level }: LogEntry, least: LogLevel): boolean {
  return levels.indexOf(level) >= levels.indexOf(least);
}

/** Formats an entry as one line of JSON: time, level, source and message, then its fields and its access log entry. */
export function formatLogJson({ fields, access, ...entry }: LogEntry, now: number): string {
  return JSON.stringify({ time: new Date(now).toISOString(), ...entry, ...fields, ...access });
}

/**
 * Formats an entry as one line of text: level, source, message, then `name=value` for each field. An access log entry
 * has columns. Further lines are indented, so that none looks like an entry.
 */
export function formatLogEntry(entry: LogEntry): string {
  const { level, source, message, fields = {}, lines = [], access } = entry;
  if (access !== undefined) {
    return oneLine(describeAccess(access));
  }
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${formatValue(value)}`);
  const head = [level.toUpperCase().padEnd(longestLevel), `[${source}]`, oneLine(message)];
  return [[...head, ...details].join(" "), ...lines.map((text) => `      ${oneLine(text)}`)].join("\n");
}

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];
const longestLevel = 5;

function formatValue(value: unknown): string {
  if (typeof value === "string") {
    return /^[\w./:@#+-]+$/.test(value) ? value : JSON.stringify(value);
  }
  return oneLine(inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 }));
}

/** Escapes line feeds and other control characters, so that no entry can forge a line or color the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern matches control characters.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => JSON.stringify(character).slice(1, -1));
}
