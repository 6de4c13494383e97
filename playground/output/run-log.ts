import { formatLogEntry, formatLogJson, isAtLeast, type Log, type LogEntry } from "@kite-chat/stack-server";
import type { PlaygroundArguments } from "../arguments";
import { noPaint, type Paint } from "./paint";
import { ready, reload, starting } from "./sources";

/** Options of {@link createRunLog}. */
export interface RunLogOptions extends Pick<PlaygroundArguments, "json" | "verbose"> {
  /** Writes a line, which ends with a line feed. */
  readonly write: (line: string) => void;
  /** Colors the output. @default - no colors */
  readonly paint?: Paint;
  /** Returns the time in milliseconds since 1970. @default - the system clock */
  readonly now?: () => number;
}

/** The log of a run. */
export interface RunLog {
  readonly log: Log;
  /** Writes the buffered lines. With `json` they are buffered until the entry with the URLs. */
  flush(): void;
}

/**
 * Creates the log of a run, one line per entry. Writes access log entries, reloads and problems; with `verbose`,
 * every entry. With `json`, the entry with the URLs comes first: earlier entries are buffered until then, or until
 * `flush`.
 */
export function createRunLog(options: RunLogOptions): RunLog {
  const { json, verbose, write, paint = noPaint, now = Date.now } = options;
  let held: string[] | undefined = json ? [] : undefined;
  const flush = () => {
    const lines = held ?? [];
    held = undefined;
    lines.forEach(write);
  };
  const log: Log = (entry) => {
    if (!verbose && !isNews(entry)) {
      return;
    }
    if (!json) {
      write(`${paint("dim", timeOfDay(now()))}  ${paintEntry(entry, paint)}\n`);
    } else if (held === undefined || entry.source === ready) {
      write(`${formatLogJson(entry, now())}\n`);
      flush();
    } else {
      held.push(`${formatLogJson(entry, now())}\n`);
    }
  };
  return { log, flush };
}

/** Returns the local time of day. */
function timeOfDay(time: number): string {
  return new Date(time).toTimeString().slice(0, "00:00:00".length);
}

/**
 * Returns whether an entry is printed without `verbose`: access log entries, reloads and problems, but not the
 * functions' normal logs.
 */
function isNews(entry: LogEntry): boolean {
  const isOurs = entry.access !== undefined || [starting, reload, ready].includes(entry.source);
  return isAtLeast(entry, isOurs ? "info" : "warn");
}

function paintEntry(entry: LogEntry, paint: Paint): string {
  const { level, source, message, access } = entry;
  if (access !== undefined) {
    return isFailure(access.outcome) ? paint("yellow", formatLogEntry(entry)) : formatLogEntry(entry);
  }
  if (level === "info" && source === starting) {
    return message;
  }
  const [line = "", ...lines] = formatLogEntry(entry).split("\n");
  const painted = level === "error" ? paint("red", line) : level === "warn" ? paint("yellow", line) : line;
  return [painted, ...lines.map((text) => paint("dim", text))].join("\n");
}

/** Returns whether an outcome is a status of 400 or above, or a word such as `timed out`. */
function isFailure(outcome: string): boolean {
  return !/^([123]\d\d|ok)$/i.test(outcome);
}
