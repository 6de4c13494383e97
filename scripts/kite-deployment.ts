import { readSettings, type Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { type CloudStackName, stackId } from "../stacks/choose-stacks";
import { requireRealAccount } from "./account";
import { requireFunctionCode } from "./code-check";
import { say } from "./command";
import { domainSecrets } from "./domain-secrets";
import { refuseToRemoveProd } from "./prod-guard";
import { requireSecrets } from "./secrets/missing-secrets";
import { placeOf } from "./stage-argument";
import { requireStateStack } from "./state/require-state";
import { stackFolder, synthesize } from "./synthesize";
import { requireTerraform, Terraform } from "./terraform";

const PLAN_FILE = "kite.tfplan";

/**
 * Shows what a deploy of `kite` would change.
 * @throws UserError what is in the way
 */
export async function diffKite(): Promise<void> {
  const settings = readyToDeploy();
  await requireStateStack(settings);
  openStack(settings).plan(PLAN_FILE);
}

/**
 * Deploys `kite`: plans, refuses to take prod away, then does what the plan says.
 * @param removeProd a plan that deletes what prod lives on is wanted
 * @throws UserError what is in the way
 */
export async function deployKite(removeProd: boolean): Promise<void> {
  const settings = readyToDeploy();
  await requireStateStack(settings);
  await requireFunctionCode(settings);
  await requireSecrets(settings, "kite");
  const terraform = openStack(settings);
  terraform.plan(PLAN_FILE);
  refuseToRemoveProd(terraform.describe(PLAN_FILE), removeProd);
  terraform.applyPlan(PLAN_FILE);
}

/**
 * Takes `kite` away.
 * @param removeProd it may take prod with it
 * @throws UserError what is in the way, for example a stage whose data is protected
 */
export async function destroyKite(removeProd: boolean): Promise<void> {
  const settings = readyToDeploy();
  refuseProtected(settings);
  await requireStateStack(settings);
  const terraform = openStack(settings);
  terraform.planDestroy(PLAN_FILE);
  // Prod may be there although the deployment file knows nothing of it.
  refuseToRemoveProd(terraform.describe(PLAN_FILE), removeProd);
  terraform.applyPlan(PLAN_FILE);
}

/**
 * The settings, when a deploy could begin.
 * @throws UserError what is missing
 */
export function readyToDeploy(): Settings {
  const settings = readSettings();
  requireRealAccount(settings);
  requireTerraform();
  Object.assign(process.env, domainSecrets(settings));
  return settings;
}

/** Terraform with the state of a stack open, and a word on where all of it is. */
export function openStack(settings: Settings, name: CloudStackName = "kite"): Terraform {
  const { deployment, state } = settings;
  const kept = state === "local" ? "a local file" : `the bucket ${deployment.stateBucket}`;
  say(`Deployment ${deployment.name}: ${placeOf(settings)}; state in ${kept}.`);
  synthesize(name);
  const terraform = new Terraform(stackFolder(stackId(name, settings)));
  terraform.init();
  return terraform;
}

function refuseProtected({ deployment }: Settings): void {
  const stages = deployment.stages.filter(({ protect }) => protect).map(({ name }) => name);
  if (stages.length > 0) {
    throw new UserError(
      `Nothing was destroyed: ${stages.join(", ")} is protected, its tables refuse deletion and its bucket keeps its files. Take that off first: ${stages.map((stage) => `npm run unprotect -- ${stage} --yes`).join(", ")}. Then destroy.`,
    );
  }
}
