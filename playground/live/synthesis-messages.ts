/** What a synthesis process is told. */
export type SynthesisMessage =
  /** Read these files of `node_modules` ahead. */
  | { readonly type: "read"; readonly packages: readonly string[] }
  /** Run a program with arguments, and end. */
  | { readonly type: "run"; readonly program: string; readonly arguments: readonly string[] };

/** What it tells at its end. */
export interface SynthesisReport {
  /** The files of `node_modules` that the program read. */
  readonly packages: readonly string[];
}
