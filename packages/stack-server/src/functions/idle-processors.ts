import { cpus } from "node:os";

/** Shortest interval of a sample. Processors count their time in hundredths of a second. */
const shortestLookMilliseconds = 100;

/** Measures the idle share of this machine's processors. */
export class IdleProcessors {
  #lookedAt = Number.NEGATIVE_INFINITY;
  #times = { idle: 0, all: 0 };
  #share = 1;

  /** Returns the share since the last call, from 0 to 1. The first call covers the time since the machine's start. */
  share(): number {
    const now = performance.now();
    if (now - this.#lookedAt < shortestLookMilliseconds) {
      return this.#share;
    }
    const before = this.#times;
    this.#times = processorTimes();
    this.#lookedAt = now;
    this.#share = (this.#times.idle - before.idle) / Math.max(1, this.#times.all - before.all);
    return this.#share;
  }
}

function processorTimes(): { readonly idle: number; readonly all: number } {
  const each = cpus().map(({ times }) => times);
  return {
    idle: each.reduce((sum, { idle }) => sum + idle, 0),
    all: each.reduce((sum, times) => sum + Object.values(times).reduce((one, part) => one + part, 0), 0),
  };
}
