import { Annotations, type TerraformStack } from "cdktf";
import { functionRoles } from "../constructs/account/physical-names";
import { deployStops } from "../constructs/account/placeholder-account";
import type { CompleteKite } from "./complete-kite";
import { nodeRuntime, optionsOfFunction } from "./options/function-options";

/** Warnings about runtimes whose operating system is no longer updated, by runtime. */
const endedRuntimes: Readonly<Record<string, string>> = {
  // Amazon Linux 2: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
  "provided.al2":
    'provided.al2 ended on 30 June 2026 with Amazon Linux 2. Build your code for Amazon Linux 2023 and set the runtime to "provided.al2023"',
};

/**
 * Warns about runtimes that are no longer updated, and about runtimes that cannot run the first code of a function.
 * @param nodeBundles whether the zips in the bucket are bundles for Node.js
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
          `Runtime of the ${role}: expected nodejs22.x or nodejs24.x, received "${runtime}" for ${key} in the bucket ${code.bucket}, which kite-build fills with a bundle for Node.js. To run ${runtime}, set buildLambdaViaAsset, or pass the bucket and key of your own zip. ${deployStops}`,
        );
      }
    }
  }
}
