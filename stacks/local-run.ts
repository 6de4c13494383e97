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
 * The stack as a local run serves it: with one stage, and with the sources here in place of the zips that a pipeline
 * builds from them. Other zips stay where they are, because their code is not here. Outside of a local run, the stack
 * as it is.
 *
 * @param shippedByPipeline Whether a pipeline ships the code in the bucket.
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
      `--stage: got "${wanted}"; wanted a stage of the stack ${stack.node.id}, which has ${kite.stages.map(({ name }) => name).join(", ")}.`,
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

/** The stage with Node.js where another runtime is set, which cannot run the sources here. */
function onNode(stack: TerraformStack, stage: Stage): Stage {
  const replaced = functionRoles.flatMap((role) => {
    const names = optionsOfFunction[role];
    const isNode = nodeRuntime.test(stage[names.runtime]);
    if (!isNode) {
      Annotations.of(stack).addInfo(
        `The code of the ${role} for ${stage[names.runtime]} is not here. This run serves lambda-src in its place.`,
      );
    }
    // Without a value of its own the option has its default.
    return isNode ? [names.handler] : [names.runtime, names.handler];
  });
  const defaults = Object.fromEntries(
    replaced.map((name) => [name, stageOptions[name].schema.parse(undefined)]),
  );
  return { ...stage, ...defaults };
}
