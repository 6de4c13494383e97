import { UserError } from "../constructs/user-error";
import type { Settings } from "../settings/settings";
import type { Stage } from "../stacks/stage-props";

/**
 * The stage that an argument names.
 * @param alternative what else may be named, for the error
 * @throws UserError when the deployment has no such stage
 */
export function stageNamed({ deployment }: Settings, name: string, alternative = ""): Stage {
  const stage = deployment.stages.find((candidate) => candidate.name === name);
  if (stage === undefined) {
    const known = deployment.stages.map((candidate) => candidate.name).join(", ");
    throw new UserError(
      `Got the stage "${name}"; wanted a stage of deployments/${deployment.name}.json, which has ${known}${alternative}.`,
    );
  }
  return stage;
}

/**
 * Refuses to touch prod without a word that it is meant.
 * @throws UserError naming what was to be done
 */
export function refuseProdUnlessMeant(stage: string, meant: boolean): void {
  if (stage === "prod" && !meant) {
    throw new UserError("Nothing was done: this is prod. Add --yes if it is meant.");
  }
}

/** Where a deployment is, for the sentence that a script begins with. */
export function placeOf({ deployment, variables }: Settings): string {
  return variables.AWS_ENDPOINT_URL ?? `AWS account ${deployment.account}, ${deployment.region}`;
}
