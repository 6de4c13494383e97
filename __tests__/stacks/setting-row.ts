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
  /** Returns the stack of a deployment file with these keys. */
  readonly stack: (file: object) => Synthesized;
  /** Returns the value in the stack that the setting changes. */
  readonly see: (stack: Synthesized) => unknown;
  readonly expected: unknown;
}
