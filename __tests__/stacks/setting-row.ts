import type { Synthesized } from "../constructs/synthesized";

/** A key of a deployment file, a value other than its default, and the expected effect on a stack. */
export interface SettingRow {
  readonly key: string;
  readonly value: unknown;
  /**
   * Other keys of the file.
   * @default - none
   */
  readonly with?: object;
  /** Returns the stack of a deployment file with these keys. */
  readonly stack: (file: object) => Synthesized;
  /** Returns the value in the stack that the setting changes. */
  readonly see: (stack: Synthesized) => unknown;
  readonly expected: unknown;
}
