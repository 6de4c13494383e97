import { readSettings, type Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { stackId } from "../stacks/choose-stacks";
import { requireRealAccount } from "./account";
import { requireBotTokens } from "./bot-token-check";
import { say } from "./command";
import { refuseToRemoveProd } from "./prod-guard";
import { stackFolder, synthesize } from "./synthesize";
import { requireTerraform, Terraform } from "./terraform";

const PLAN_FILE = "kite.tfplan";

/**
 * Shows what a deploy of `kite` would change.
 * @throws UserError what is in the way
 */
export function diffKite(): void {
  openStack(readyToDeploy()).plan(PLAN_FILE);
}

/**
 * Deploys `kite`: plans, refuses to take prod away, then does what the plan says.
 * @param removeProd a plan that deletes what prod lives on is wanted
 * @throws UserError what is in the way
 */
export async function deployKite(removeProd: boolean): Promise<void> {
  const settings = readyToDeploy();
  await requireBotTokens(settings);
  const terraform = openStack(settings);
  terraform.plan(PLAN_FILE);
  refuseToRemoveProd(terraform.describe(PLAN_FILE), removeProd);
  terraform.applyPlan(PLAN_FILE);
}

/**
 * Takes `kite` away.
 * @throws UserError what is in the way, for example a stage whose data is protected
 */
export function destroyKite(): void {
  const settings = readyToDeploy();
  refuseProtected(settings);
  openStack(settings).destroy();
}

function readyToDeploy(): Settings {
  const settings = readSettings();
  requireRealAccount(settings);
  requireTerraform();
  return settings;
}

function openStack(settings: Settings): Terraform {
  const { deployment, state, awsEndpointUrl } = settings;
  const place = awsEndpointUrl ?? `AWS account ${deployment.account}, ${deployment.region}`;
  const kept = state === "local" ? "a local file" : `the bucket ${deployment.stateBucket}`;
  say(`Deployment ${deployment.name}: ${place}; state in ${kept}.`);
  synthesize("kite");
  const terraform = new Terraform(stackFolder(stackId("kite", settings)));
  terraform.init();
  return terraform;
}

function refuseProtected({ deployment }: Settings): void {
  const stages = deployment.stages.filter(({ protect }) => protect).map(({ name }) => name);
  if (stages.length > 0) {
    throw new UserError(
      `Nothing was destroyed: ${stages.join(", ")} is protected, its tables refuse deletion and its bucket keeps its files. Set "protect": false in stages.${stages[0]} of deployments/${deployment.name}.json, deploy that, then destroy.`,
    );
  }
}
