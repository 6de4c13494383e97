import { closeSync, existsSync, openSync, readFileSync, writeSync } from "node:fs";
import { tokensIn } from "../harness/message-tokens";

/** Something that happened outside of the server, as the journal keeps it for a trace. */
export interface RunEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Who did it: `visitor km-3`, `host kite-1`, `telegram`, `run`. */
  readonly who: string;
  readonly what: string;
  readonly tokens: readonly string[];
}

/** Counts of a fault: the calls that it might have struck, and those that it did. */
export interface FaultCount {
  calls: number;
  hits: number;
}

/** Reads the lines of a journal; one that is not there has none. */
export function readJournal<Line>(path: string): readonly Line[] {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  // A kill may cut the last one.
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Line);
}

/** Keeps the journal of a run, and counts the faults that the program itself plays. */
export class Record {
  readonly #file: number;
  readonly #counts = new Map<string, FaultCount>();

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }

  /** @param tokens @default - those in `what` */
  note(who: string, what: string, tokens: readonly string[] = tokensIn(what)): void {
    writeSync(this.#file, `${JSON.stringify({ at: Date.now(), who, what, tokens } satisfies RunEvent)}\n`);
  }

  /** Counts a call that a fault might have struck. */
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
