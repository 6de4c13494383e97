import { cpus } from "node:os";

/** Processors count their time in hundredths of a second: a shorter look tells nothing. */
const shortestLookMilliseconds = 100;

/** The share of this machine's processors that has nothing to do. */
export class IdleProcessors {
  #lookedAt = Number.NEGATIVE_INFINITY;
  #times = { idle: 0, all: 0 };
  #share = 1;

  /** Over the time since the last look, 0 to 1; at the first look since the machine's start. */
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
