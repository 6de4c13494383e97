import { formatLogEntry, formatLogJson, isAtLeast, type Log, type LogEntry } from "@kite-chat/stack-server";
import type { PlaygroundArguments } from "../arguments";
import { noPaint, type Paint } from "./paint";
import { ready, reload, starting } from "./sources";

export interface RunLogOptions extends Pick<PlaygroundArguments, "json" | "verbose"> {
  /** Takes each line, with its line feed. */
  readonly write: (line: string) => void;
  /** @default - no colors */
  readonly paint?: Paint;
  /** Milliseconds since 1970. @default - the system's clock */
  readonly now?: () => number;
}

/** The log of a run. */
export interface RunLog {
  readonly log: Log;
  /** Writes what was held back: for machines the entry with the URLs comes first. */
  flush(): void;
}

/**
 * Writes what passes, what is served anew and what is wrong, a line an entry; with `verbose` all that is logged.
 * For machines nothing is written before the entry that the run is ready, or before `flush`.
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

/** On the clock of the person who reads it. */
function timeOfDay(time: number): string {
  return new Date(time).toTimeString().slice(0, "00:00:00".length);
}

/** What passes, what is served anew, and what is wrong: not what functions log while all is well. */
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

/** A status from 400 on, or a word such as `timed out`. */
function isFailure(outcome: string): boolean {
  return !/^([123]\d\d|ok)$/i.test(outcome);
}
