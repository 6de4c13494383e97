import type { Source } from "./sources";
import type { Subject } from "./subjects";

export { assumed, documented, observed } from "./sources";

/** One behaviour of AWS: a row of docs/fidelity.md. */
export interface Truth {
  readonly subject: Subject;
  /** What AWS does, in one sentence of the present tense. */
  readonly aws: string;
  readonly source: Source;
  /** What the local run does instead, on purpose, and why: then the test shows that. @default the same as AWS */
  readonly here?: string;
}

/** Declares a truth and the one test which shows that the local run has it. */
export function truth(row: Truth, test: jest.ProvidesCallback): void {
  if (collector === undefined) {
    it(row.aws, test);
  } else {
    collector(row);
  }
}

/** Declares a truth which several tests show. @param declareTests Holds them: `it`, `it.each`. */
export function truthOfMany(row: Truth, declareTests: () => void): void {
  if (collector === undefined) {
    describe(row.aws, declareTests);
  } else {
    collector(row);
  }
}

/** Runs `load`, which loads files with tests: no test is declared, their truths go to `take`. */
export function collecting(take: (row: Truth) => void, load: () => void): void {
  collector = take;
  try {
    load();
  } finally {
    collector = undefined;
  }
}

let collector: ((row: Truth) => void) | undefined;
