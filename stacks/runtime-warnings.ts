import { Annotations, type TerraformStack } from "cdktf";
import { functionRoles } from "../constructs/account/physical-names";
import { deployStops } from "../constructs/account/placeholder-account";
import type { CompleteKite } from "./complete-kite";
import { nodeRuntime, optionsOfFunction } from "./options/function-options";

/** Runtimes whose system gets no updates any more, and what to use instead. */
const endedRuntimes: Readonly<Record<string, string>> = {
  // Amazon Linux 2: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
  "provided.al2":
    'provided.al2 ended on 30 June 2026 with Amazon Linux 2. Set it to "provided.al2023", after a build of the code for Amazon Linux 2023',
};

/**
 * Warns of runtimes that ended, and of those that cannot run the code that a function begins with.
 * @param nodeBundles whether the zips in the bucket are bundles of Node.js
 */
export function warnOfRuntimes(
  stack: TerraformStack,
  { stages, code }: Pick<CompleteKite, "stages" | "code">,
  nodeBundles: boolean,
): void {
  for (const role of functionRoles) {
    const key = code.keys[role];
    for (const runtime of new Set(stages.map((stage) => stage[optionsOfFunction[role].runtime]))) {
      const ended = endedRuntimes[runtime];
      if (ended !== undefined) {
        Annotations.of(stack).addWarning(`Runtime of the ${role}: ${ended}.`);
      }
      if (nodeBundles && key !== undefined && !nodeRuntime.test(runtime)) {
        Annotations.of(stack).addWarning(
          `Runtime of the ${role}: got "${runtime}" for ${key} in the bucket ${code.bucket}, which kite-build fills with a bundle for Node.js; wanted nodejs22.x or nodejs24.x, or a zip for ${runtime}: set buildLambdaViaAsset, or pass the bucket and key of your own zip. ${deployStops}`,
        );
      }
    }
  }
}
