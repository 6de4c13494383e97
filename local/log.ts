import { inspect } from "node:util";

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
    if (LEVELS.indexOf(entry.level) >= LEVELS.indexOf(least)) {
      write(`${formatLogEntry(entry)}\n`);
    }
  };
}

/** An entry as one line: level, source, message, then `name=value` for each field. */
export function formatLogEntry({ level, source, message, fields = {} }: LogEntry): string {
  const details = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${formatValue(value)}`);
  return [level.toUpperCase().padEnd(LONGEST_LEVEL), `[${source}]`, oneLine(message), ...details].join(" ");
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
