/** What a synthesis process is told about a program, by the path of its file. */
export type SynthesisMessage =
  /** Read ahead the packages that it needed the last time. */
  | { readonly type: "warm"; readonly program: string }
  /** Run it with arguments, and end. */
  | { readonly type: "run"; readonly program: string; readonly arguments: readonly string[] };
