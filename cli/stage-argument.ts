import { UserError } from "../constructs/user-error";
import type { Settings } from "../settings/settings";
import type { Stage } from "../stacks/stage-props";

/**
 * Returns the stage that an argument names.
 * @param alternative Other accepted names, for the error message.
 * @throws UserError if the deployment has no such stage
 */
export function stageNamed({ deployment }: Settings, name: string, alternative = ""): Stage {
  const stage = deployment.stages.find((candidate) => candidate.name === name);
  if (stage === undefined) {
    const known = deployment.stages.map((candidate) => candidate.name).join(", ");
    throw new UserError(
      `<stage>: expected a stage of deployments/${deployment.name}.json (${known})${alternative}, received "${name}".`,
    );
  }
  return stage;
}

/**
 * Rejects a change of prod that is not confirmed.
 * @throws UserError that describes how to confirm the change
 */
export function refuseProdUnlessMeant(stage: string, meant: boolean): void {
  if (stage === "prod" && !meant) {
    throw new UserError("Nothing changed. This is the prod stage: add --yes to continue.");
  }
}

/** Returns the account and region of a deployment, or its emulator, for the first message of a command. */
export function placeOf({ deployment, variables }: Settings): string {
  return variables.AWS_ENDPOINT_URL ?? `AWS account ${deployment.account}, ${deployment.region}`;
}
