import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { requireCredentials } from "../account";
import { changeDeploymentFile } from "../deploy/change-deployment-file";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { requireTerraform, Terraform } from "../terraform";
import { createStateBucket, stateBucketExists } from "./state-bucket";

const savedPlan = "kite-state.tfplan";

/**
 * Prepares an account for all other stacks: creates the state bucket if it is missing, then deploys the stack
 * `kite-state`, which imports the bucket. A second run changes nothing.
 * @throws UserError when a precondition is not met
 */
export async function bootstrap(): Promise<void> {
  const settings = await readyForState();
  if (settings.variables.KITE_STATE === "s3") {
    await provideBucket(settings);
  }
  const terraform = openStateStack(settings);
  terraform.plan(savedPlan);
  terraform.applyPlan(savedPlan);
  keepEmail(settings);
}

/**
 * Stores EMAIL in the deployment file. If the address were only in one user's `.env`, deploys by other users would
 * remove it.
 */
function keepEmail({ variables, deployment }: Settings): void {
  const { EMAIL: email } = variables;
  const file = `deployments/${deployment.name}.json`;
  if (email !== undefined && !isKept(email, deployment)) {
    changeDeploymentFile(deployment.name, ({ driftEmails }) => ({ driftEmails: [...driftEmails, email] }));
    say(
      `Added ${email} to driftEmails of ${file}. Commit the file. The next "npm run deploy-build" subscribes the address.`,
    );
  }
}

/** Returns whether the deployment file has an address for drift reports. */
export function isKept(email: string, { alarmEmails, driftEmails }: Settings["deployment"]): boolean {
  return [...alarmEmails, ...driftEmails].includes(email);
}

/**
 * Shows what a bootstrap would change in the stack `kite-state`.
 * @throws UserError when a precondition is not met, for example if there is no bucket yet
 */
export async function diffState(): Promise<void> {
  const settings = await readyForState();
  if (settings.variables.KITE_STATE === "s3" && !(await stateBucketExists(settings))) {
    throw new UserError(
      `There is no bucket ${settings.deployment.stateBucket} yet, so there is nothing to compare. Create it and the rest of kite-state with: npx kite bootstrap.`,
    );
  }
  openStateStack(settings).plan(savedPlan);
}

async function readyForState(): Promise<Settings> {
  const settings = readStateSettings();
  requireTerraform();
  await requireCredentials(settings);
  say(`Deployment ${settings.deployment.name}: ${placeOf(settings)}.`);
  return settings;
}

/**
 * Reads the settings of the main deployment.
 * @throws UserError if `KITE_SANDBOX` is set
 */
export function readStateSettings(): Settings {
  const settings = readSettings();
  if (settings.variables.KITE_SANDBOX !== undefined) {
    throw new UserError(
      `KITE_SANDBOX: expected no value, received "${settings.variables.KITE_SANDBOX}". A sandbox uses the state bucket and the account role of the main deployment. Leave KITE_SANDBOX empty for this command.`,
    );
  }
  return settings;
}

/** Opens the state of `kite-state` with Terraform. */
export function openStateStack(settings: Settings): Terraform {
  return Terraform.synthesize("kite-state", stackId("kite-state", settings));
}

async function provideBucket(settings: Settings): Promise<void> {
  const { stateBucket, region } = settings.deployment;
  if (await stateBucketExists(settings)) {
    return say(`The bucket ${stateBucket} already exists.`);
  }
  say(`To do: create the bucket ${stateBucket} in ${region}.`);
  await createStateBucket(settings);
}
