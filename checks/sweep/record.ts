import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { tokensIn } from "../harness/message-tokens";

/** An event outside the server, which the journal stores for a trace. */
export interface RunEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Actor: `visitor km-3`, `host kite-1`, `telegram` or `run`. */
  readonly who: string;
  readonly what: string;
  readonly tokens: readonly string[];
}

/** Counts of a fault: possible calls, and calls in which it occurred. */
export interface FaultCount {
  calls: number;
  hits: number;
}

/** Reads the lines of a journal. Returns none if the journal does not exist. */
export function readJournal<Line>(path: string): readonly Line[] {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  // A kill of the server may truncate the last line.
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Line);
}

/** Writes the journal of a run, and counts the faults that the program itself injects. */
export class Record {
  readonly #file: number;
  readonly #counts = new Map<string, FaultCount>();

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  /** Adds an event. @param tokens Tokens of the event. @default - those in `what` */
  note(who: string, what: string, tokens: readonly string[] = tokensIn(what)): void {
    writeSync(this.#file, `${JSON.stringify({ at: Date.now(), who, what, tokens } satisfies RunEvent)}\n`);
  }

  /** Counts a call for which a fault was possible. */
  count(fault: string, isHit: boolean): void {
    const count = this.#counts.get(fault) ?? { calls: 0, hits: 0 };
    count.calls += 1;
    count.hits += isHit ? 1 : 0;
    this.#counts.set(fault, count);
  }

  get counts(): ReadonlyMap<string, FaultCount> {
    return this.#counts;
  }

  close(): void {
    closeSync(this.#file);
  }
}
