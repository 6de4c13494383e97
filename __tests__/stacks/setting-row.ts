import type { Synthesized } from "../constructs/synthesized";

/** A key of a deployment file, another value than its default, and what a stack makes of it. */
export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
  /**
   * What else stands in the file.
   * @default - nothing
   */
  readonly with?: object;
  /** What a deployment file with these keys gives. */
  readonly stack: (file: object) => Synthesized;
  /** Where it shows. */
  readonly see: (stack: Synthesized) => unknown;
  readonly expected: unknown;
}
