/** Message to a synthesis process. `program` is the path of the program's file. */
export type SynthesisMessage =
  /** Preload the packages that the program needed the last time. */
  | { readonly type: "warm"; readonly program: string }
  /** Run the program with arguments, then end. */
  | { readonly type: "run"; readonly program: string; readonly arguments: readonly string[] };
