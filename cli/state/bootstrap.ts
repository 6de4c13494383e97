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
 * Makes what must be there before anything else: the bucket of the states if it is absent, then the stack
 * `kite-state`, which adopts it. It changes nothing the second time.
 * @throws UserError what is in the way
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

/** An address that one person's `.env` alone had would be missing in the plan of everybody else. */
function keepEmail({ variables, deployment }: Settings): void {
  const { EMAIL: email } = variables;
  const file = `deployments/${deployment.name}.json`;
  if (email !== undefined && !isKept(email, deployment)) {
    changeDeploymentFile(deployment.name, ({ driftEmails }) => ({ driftEmails: [...driftEmails, email] }));
    say(
      `${email} is in driftEmails of ${file} now: commit it. The next "npm run deploy-build" subscribes it.`,
    );
  }
}

/** Whether drift is reported to an address, whoever deploys. */
export function isKept(email: string, { alarmEmails, driftEmails }: Settings["deployment"]): boolean {
  return [...alarmEmails, ...driftEmails].includes(email);
}

/**
 * Shows what a bootstrap would change in the stack `kite-state`.
 * @throws UserError what is in the way, for example that there is no bucket yet
 */
export async function diffState(): Promise<void> {
  const settings = await readyForState();
  if (settings.variables.KITE_STATE === "s3" && !(await stateBucketExists(settings))) {
    throw new UserError(
      `There is no bucket ${settings.deployment.stateBucket} yet, so there is nothing to compare: npx kite bootstrap creates it and all of kite-state.`,
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
 * The settings, of the deployment itself.
 * @throws UserError in a sandbox
 */
export function readStateSettings(): Settings {
  const settings = readSettings();
  if (settings.variables.KITE_SANDBOX !== undefined) {
    throw new UserError(
      `KITE_SANDBOX: got "${settings.variables.KITE_SANDBOX}"; wanted none here: a sandbox uses the state bucket and the account role of the deployment itself. Leave KITE_SANDBOX empty for it.`,
    );
  }
  return settings;
}

/** Terraform with the state of `kite-state` open. */
export function openStateStack(settings: Settings): Terraform {
  return Terraform.synthesize("kite-state", stackId("kite-state", settings));
}

async function provideBucket(settings: Settings): Promise<void> {
  const { stateBucket, region } = settings.deployment;
  if (await stateBucketExists(settings)) {
    return say(`The bucket ${stateBucket} is there.`);
  }
  say(`To do: make the bucket ${stateBucket} in ${region}.`);
  await createStateBucket(settings);
}
