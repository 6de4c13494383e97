import { readdirSync } from "node:fs";
import { join } from "node:path";
import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import { type StackName, variableTable } from "../../settings/variables";
import { cloudStackNames } from "../stack-named";
import { runMain } from "../synthesize";
import { readSynthesizedStack, type SynthesizedStack } from "./synthesized-stack";

/** A deployment with all that can be chosen, for what must know every resource. */
export const fullDeployment = "everything";

/**
 * Synthesizes the stacks of a deployment file as they are, whatever `.env` and the environment say.
 * @throws UserError when the program refuses (it has said why)
 */
export function synthesizeStacks(
  deployment: string,
  stacks: readonly StackName[] = cloudStackNames,
): ReadonlyMap<string, SynthesizedStack> {
  using output = new TemporaryFolder("plans");
  const environment = {
    ...environmentOf(deployment),
    KITE_STACKS: stacks.join(","),
    CDKTF_OUTDIR: output.path,
  };
  runMain({ environment });
  const folder = join(output.path, "stacks");
  return new Map(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readSynthesizedStack(join(folder, name))]),
  );
}

/** The variables of a run that knows nothing but the deployment file. */
export function environmentOf(deployment: string): Readonly<Record<string, string>> {
  const unset = Object.fromEntries(Object.keys(variableTable).map((name) => [name, ""]));
  return { ...unset, KITE_DEPLOYMENT: deployment };
}
