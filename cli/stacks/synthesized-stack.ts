import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A synthesized stack, with the parts that the commands read. */
export interface SynthesizedStack {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly [block: string]: unknown;
}

/** Blocks by type and ID. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, StackBlock>>>>;

/** A resource or a data source. */
export interface StackBlock {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
  readonly [attribute: string]: unknown;
}

/** Reads the synthesized stack in a folder. */
export function readSynthesizedStack(folder: string): SynthesizedStack {
  return JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8"));
}
