import type { Source } from "./sources";
import type { Subject } from "./subjects";

export { assumed, documented, observed } from "./sources";

/** A behavior of AWS: a row of docs/fidelity.md. */
export interface AwsBehavior {
  readonly subject: Subject;
  /** Behavior of AWS, in one sentence in the present tense. */
  readonly aws: string;
  readonly source: Source;
  /**
   * Intended difference of the stack server, with the reason. The test then covers the difference.
   * @default - the same as AWS
   */
  readonly here?: string;
}

/** Declares a behavior and the test that covers it. */
export function awsBehavior(row: AwsBehavior, test: jest.ProvidesCallback): void {
  if (collector === undefined) {
    it(row.aws, test);
  } else {
    collector(row);
  }
}

/** Declares a behavior that several tests cover. @param declareTests Declares the tests with `it` or `it.each`. */
export function awsBehaviorOfMany(row: AwsBehavior, declareTests: () => void): void {
  if (collector === undefined) {
    describe(row.aws, declareTests);
  } else {
    collector(row);
  }
}

/** Runs `load`, which loads test files. Passes their behaviors to `take` instead of declaring tests. */
export function collecting(take: (row: AwsBehavior) => void, load: () => void): void {
  collector = take;
  try {
    load();
  } finally {
    collector = undefined;
  }
}

let collector: ((row: AwsBehavior) => void) | undefined;
