import { inspect } from "node:util";
import { describePassage, type Passage } from "./passage";

/** How much an entry matters, from least to most. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** One thing that happened in the local run. */
export interface LogEntry {
  readonly level: LogLevel;
  /** Who says it: `gateway`, `queues`, a function's name. */
  readonly source: string;
  readonly message: string;
  /** Details, a name and a value each; secrets never. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Printed below the entry: the frames of an error, or what a compiler says. */
  readonly lines?: readonly string[];
  /** What passed, when the entry tells of that; its message is the route. */
  readonly passage?: Passage;
}

/** Takes an entry; never throws. */
export type Log = (entry: LogEntry) => void;

/** A log that keeps nothing. */
export const silentLog: Log = () => undefined;

/**
 * A log for people: one line an entry.
 *
 * @param write Takes each line, with its line feed: `(line) => process.stdout.write(line)`.
 * @param least Entries below this level are left out. @default "info"
 */
export function printLog(write: (line: string) => void, least: LogLevel = "info"): Log {
  return (entry) => {
    if (isAtLeast(entry, least)) {
      write(`${formatLogEntry(entry)}\n`);
    }
  };
}

/** Whether an entry matters as much as a level. */
export function isAtLeast({ level }: LogEntry, least: LogLevel): boolean {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(least);
}

/** An entry as one line of JSON, for machines: time, level, source, message, then fields and passage as they are. */
export function formatLogJson({ fields, passage, ...entry }: LogEntry, now: number): string {
  return JSON.stringify({ time: new Date(now).toISOString(), ...entry, ...fields, ...passage });
}

/**
 * An entry as one line: level, source, message, then `name=value` for each field; what passed in columns. Further
 * lines follow, indented so that none can pass for an entry.
 */
export function formatLogEntry({
  level,
  source,
  message,
  fields = {},
  lines = [],
  passage,
}: LogEntry): string {
  if (passage !== undefined) {
    return oneLine(describePassage(passage));
  }
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${formatValue(value)}`);
  const line = [level.toUpperCase().padEnd(LONGEST_LEVEL), `[${source}]`, oneLine(message), ...details].join(
    " ",
  );
  return [line, ...lines.map((text) => `      ${oneLine(text)}`)].join("\n");
}

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];
const LONGEST_LEVEL = 5;

function formatValue(value: unknown): string {
  if (typeof value === "string") {
    return /^[\w./:@#+-]+$/.test(value) ? value : JSON.stringify(value);
  }
  return oneLine(inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 4 }));
}

/** Line feeds and other control characters as escapes: no entry may forge another line or colour the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (character) => JSON.stringify(character).slice(1, -1));
}
