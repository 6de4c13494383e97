import { readdirSync } from "node:fs";
import { join } from "node:path";
import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import { type StackName, variableTable } from "../../settings/variables";
import { cloudStackNames } from "../stack-named";
import { runMain } from "../synthesize";
import { readSynthesizedStack, type SynthesizedStack } from "./synthesized-stack";

/** Name of the deployment with every option, for programs that need every type of resource. */
export const fullDeployment = "everything";

/**
 * Synthesizes the stacks of a deployment file. `.env` and the environment have no effect.
 * @throws UserError if the program fails; the program has printed the reason
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

/** Returns the environment of a run that reads only the deployment file. */
export function environmentOf(deployment: string): Readonly<Record<string, string>> {
  const unset = Object.fromEntries(Object.keys(variableTable).map((name) => [name, ""]));
  return { ...unset, KITE_DEPLOYMENT: deployment };
}
