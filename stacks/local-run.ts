import { Annotations, type TerraformStack } from "cdktf";
import { UserError } from "../constructs/user-error";
import { FUNCTION_ROLES, KEY_PREFIXES, NODE_RUNTIME } from "../settings/code";
import type { StageSettings } from "../settings/deployment";
import { LOCAL_RUN_STAGE } from "../settings/local-run-stage";
import { stageSchema } from "../settings/stage-schema";
import type { CompleteKite } from "./complete-kite";

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
  const wanted = process.env[LOCAL_RUN_STAGE];
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
function onNode(stack: TerraformStack, stage: StageSettings): StageSettings {
  const defaults = stageSchema({ protect: false, pointInTimeRecovery: false }).parse({});
  const replaced = FUNCTION_ROLES.flatMap((role) => {
    const runtime = `${KEY_PREFIXES[role]}Runtime` as const;
    const handler = `${KEY_PREFIXES[role]}Handler` as const;
    if (NODE_RUNTIME.test(stage[runtime])) {
      return [[handler, defaults[handler]]];
    }
    Annotations.of(stack).addInfo(
      `The code of the ${role} for ${stage[runtime]} is not here. This run serves lambda-src in its place.`,
    );
    return [
      [runtime, defaults[runtime]],
      [handler, defaults[handler]],
    ];
  });
  return { ...stage, ...(Object.fromEntries(replaced) as Partial<StageSettings>) };
}
