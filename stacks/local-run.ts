import { Annotations, type TerraformStack } from "cdktf";
import { functionRoles } from "../constructs/account/physical-names";
import { UserError } from "../constructs/user-error";
import type { CompleteKite } from "./complete-kite";
import { localRunStage } from "./local-run-stage";
import { nodeRuntime, optionsOfFunction } from "./options/function-options";
import { stageOptions } from "./options/stage-options";
import type { Stage } from "./stage-props";

type Kite = Omit<CompleteKite, "account">;

/**
 * Returns the stack as a local run serves it: with one stage, and with the local sources in place of the zips that a
 * pipeline builds from them. Other zips stay, because their code is not available locally. Outside a local run, the
 * stack is returned unchanged.
 *
 * @param shippedByPipeline whether a pipeline ships the code in the bucket
 * @throws UserError when the stack has no such stage
 */
export function asLocalRunServes(stack: TerraformStack, kite: Kite, shippedByPipeline: boolean): Kite {
  const wanted = process.env[localRunStage];
  if (wanted === undefined) {
    return kite;
  }
  const stages = kite.stages.filter(({ name }) => name === wanted);
  if (stages.length === 0) {
    throw new UserError(
      `--stage: expected a stage of the stack ${stack.node.id} (${kite.stages.map(({ name }) => name).join(", ")}), received "${wanted}".`,
    );
  }
  return shippedByPipeline
    ? {
        ...kite,
        stages: stages.map((stage) => onNode(stack, stage)),
        code: { bucket: kite.code.bucket, keys: {} },
      }
    : { ...kite, stages };
}

/** Replaces runtimes that cannot run the local sources with Node.js. */
function onNode(stack: TerraformStack, stage: Stage): Stage {
  const replaced = functionRoles.flatMap((role) => {
    const names = optionsOfFunction[role];
    const isNode = nodeRuntime.test(stage[names.runtime]);
    if (!isNode) {
      Annotations.of(stack).addInfo(
        `The code of the ${role} for ${stage[names.runtime]} is not available locally. This run serves lambda-src instead.`,
      );
    }
    // Parsing `undefined` returns the default of the option.
    return isNode ? [names.handler] : [names.runtime, names.handler];
  });
  const defaults = Object.fromEntries(
    replaced.map((name) => [name, stageOptions[name].schema.parse(undefined)]),
  );
  return { ...stage, ...defaults };
}
