import type { Source } from "./sources";
import type { Subject } from "./subjects";

export { assumed, documented, observed } from "./sources";

/** One behavior of AWS: a row of docs/fidelity.md. */
export interface AwsBehavior {
  readonly subject: Subject;
  /** What AWS does, in one sentence of the present tense. */
  readonly aws: string;
  readonly source: Source;
  /** What the local run does instead, on purpose, and why: then the test shows that. @default - the same as AWS */
  readonly here?: string;
}

/** Declares a behavior and the one test which shows that the local run has it. */
export function awsBehavior(row: AwsBehavior, test: jest.ProvidesCallback): void {
  if (collector === undefined) {
    it(row.aws, test);
  } else {
    collector(row);
  }
}

/** Declares a behavior which several tests show. @param declareTests Holds them: `it`, `it.each`. */
export function awsBehaviorOfMany(row: AwsBehavior, declareTests: () => void): void {
  if (collector === undefined) {
    describe(row.aws, declareTests);
  } else {
    collector(row);
  }
}

/** Runs `load`, which loads files with tests: no test is declared, their behaviors go to `take`. */
export function collecting(take: (row: AwsBehavior) => void, load: () => void): void {
  collector = take;
  try {
    load();
  } finally {
    collector = undefined;
  }
}

let collector: ((row: AwsBehavior) => void) | undefined;
