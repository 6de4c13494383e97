import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StackName, stackNames, variableTable } from "../../settings/variables";
import { runMain } from "../synthesize";

/** A synthesized stack, as far as what reads it here needs it. */
export interface SynthesizedStack {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly [block: string]: unknown;
}

/** Blocks by type and id. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, StackBlock>>>>;

/** A resource or a data source. */
export interface StackBlock {
  readonly "//"?: { readonly metadata?: { readonly path?: string } };
  readonly [attribute: string]: unknown;
}

/** The stacks that are deployed to the cloud. */
const cloudStacks: readonly StackName[] = stackNames.filter((name) => name !== "local");

/** A deployment with all that can be chosen, for what must know every resource. */
export const fullDeployment = "everything";

/**
 * Synthesizes the stacks of a deployment file as they are, whatever `.env` and the environment say.
 * @throws UserError when the program refuses (it has said why)
 */
export function synthesizeStacks(
  deployment: string,
  stacks: readonly StackName[] = cloudStacks,
): ReadonlyMap<string, SynthesizedStack> {
  const directory = mkdtempSync(join(tmpdir(), "kite-plans-"));
  try {
    runMain({
      environment: {
        ...environmentOf(deployment),
        KITE_STACKS: stacks.join(","),
        CDKTF_OUTDIR: directory,
      },
    });
    const written = readdirSync(join(directory, "stacks")).sort();
    return new Map(written.map((name) => [name, readStack(join(directory, "stacks", name, "cdk.tf.json"))]));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The variables of a run that knows nothing but the deployment file. */
export function environmentOf(deployment: string): Readonly<Record<string, string>> {
  const unset = Object.fromEntries(Object.keys(variableTable).map((name) => [name, ""]));
  return { ...unset, KITE_DEPLOYMENT: deployment };
}

function readStack(path: string): SynthesizedStack {
  return JSON.parse(readFileSync(path, "utf8"));
}
