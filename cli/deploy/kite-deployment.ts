import { UserError } from "../../constructs/user-error";
import { isOwnProgram } from "../../launcher/own-program.cjs";
import { readSettings, type Settings } from "../../settings/settings";
import { type CloudStackName, stackId } from "../../settings/stack-id";
import { requireRealAccount } from "../account";
import { confirm } from "../confirm";
import { say } from "../output";
import { openOwnStack } from "../own-program";
import { domainSecrets } from "../secrets/domain-secrets";
import { provideTokens, requireSecrets } from "../secrets/missing-secrets";
import { placeOf } from "../stage-argument";
import { requireStateStack } from "../state/require-state";
import { refuseDeployStop } from "../synthesize";
import { requireTerraform, Terraform } from "../terraform";
import { requireFunctionCode } from "./code-check";
import { prodChanges, protectedTables, refuseToRemoveProd } from "./prod-guard";

const stackName = "kite";

const planFile = (id: string) => `${id}.tfplan`;

const savedPlan = planFile(stackName);

/** Consent of the person who deploys or destroys, given by the options of the command. */
export interface Consent {
  /** Whether the plan may delete the data or the address of prod. */
  readonly "remove-prod": boolean;
  /** Whether the plan may change prod. */
  readonly yes: boolean;
}

/**
 * Shows what a deploy of `kite` would change.
 * @throws UserError when a precondition is not met
 */
export async function diffKite(): Promise<void> {
  const settings = readyToDeploy();
  await requireStateStack(settings);
  openStack(settings).plan(savedPlan);
}

/**
 * Deploys `kite`: plans, rejects the removal of prod, asks before it changes prod, then applies the plan.
 * @throws UserError when a precondition is not met
 */
export async function deployKite(consent: Consent): Promise<void> {
  if (isOwnProgram()) {
    return deployOwnStack(stackName, consent);
  }
  const settings = readyToDeploy();
  await requireStateStack(settings);
  await requireFunctionCode(settings);
  await provideTokens(settings, consent.yes);
  await requireSecrets(settings, stackName);
  const terraform = openStack(settings);
  refuseDeployStop(stackId(stackName, settings));
  terraform.plan(savedPlan);
  await applyChecked(terraform, savedPlan, consent, (stages) => unprotectCommands(settings, stages));
}

/**
 * Deploys a stack of the user's own program with the same checks of the plan.
 * @throws UserError when a precondition is not met
 */
export async function deployOwnStack(id: string, consent: Consent): Promise<void> {
  const terraform = openOwnStack(id);
  refuseDeployStop(id);
  terraform.plan(planFile(id));
  await applyChecked(terraform, planFile(id), consent, unprotectInProgram);
}

/**
 * Removes `kite`.
 * @throws UserError when a precondition is not met, for example if the data of a stage is protected
 */
export async function destroyKite(consent: Consent): Promise<void> {
  if (isOwnProgram()) {
    return destroyOwnStack(stackName, consent);
  }
  const settings = readyToDeploy();
  refuseProtected(settings);
  await requireStateStack(settings);
  const terraform = openStack(settings);
  terraform.planDestroy(savedPlan);
  // The stack may contain prod even if the deployment file does not.
  await applyChecked(terraform, savedPlan, consent, (stages) => unprotectCommands(settings, stages));
}

/**
 * Removes a stack of the user's own program.
 * @throws UserError when a precondition is not met
 */
export async function destroyOwnStack(id: string, consent: Consent): Promise<void> {
  const terraform = openOwnStack(id);
  terraform.planDestroy(planFile(id));
  await applyChecked(terraform, planFile(id), consent, unprotectInProgram);
}

/**
 * Applies a plan whose changes have been printed. It rejects a plan that changes prod without consent. It also rejects
 * a plan that deletes a protected table, because AWS would reject that deletion after other deletions had succeeded.
 * @param file Name of the plan file.
 * @param unprotect Returns the steps that remove the protection of stages, as text for the error message.
 */
async function applyChecked(
  terraform: Terraform,
  file: string,
  { "remove-prod": removeProd, yes }: Consent,
  unprotect: (stages: readonly string[]) => string,
): Promise<void> {
  const plan = terraform.describe(file);
  refuseToRemoveProd(plan, removeProd);
  refuseProtectedTables(plan, unprotect);
  const changes = prodChanges(plan).length;
  if (changes > 0) {
    await confirm(`The plan above changes prod (${changes} ${changes > 1 ? "resources" : "resource"}).`, yes);
  }
  terraform.applyPlan(file);
}

/**
 * Reads the settings and checks that a deploy can start.
 * @throws UserError that names what is missing
 */
export function readyToDeploy(): Settings {
  const settings = readSettings();
  requireRealAccount(settings);
  requireTerraform();
  Object.assign(process.env, domainSecrets(settings));
  return settings;
}

/** Opens the state of a stack with Terraform, and prints the account, the region and the place of the state. */
export function openStack(settings: Settings, name: CloudStackName = "kite"): Terraform {
  const { deployment, variables } = settings;
  const kept = variables.KITE_STATE === "local" ? "a local file" : `the bucket ${deployment.stateBucket}`;
  say(`Deployment ${deployment.name}: ${placeOf(settings)}; state in ${kept}.`);
  return Terraform.synthesize(name, stackId(name, settings));
}

function refuseProtectedTables(plan: unknown, unprotect: (stages: readonly string[]) => string): void {
  const tables = protectedTables(plan);
  if (tables.length > 0) {
    const addresses = tables.map(({ address }) => address);
    const stages = [...new Set(tables.map(({ stage }) => stage))];
    throw new UserError(
      `Nothing changed: ${addresses.join(", ")} ${addresses.length > 1 ? "are" : "is"} protected against deletion. Remove the protection first: ${unprotect(stages)}. Then run this command again.`,
    );
  }
}

function unprotectCommands({ deployment }: Settings, stages: readonly string[]): string {
  const commands = stages.flatMap((stage) => {
    const isKnown = deployment.stages.some(({ name }) => name === stage);
    const declare = `set "${stage}Stage": true in deployments/${deployment.name}.json`;
    return [...(isKnown ? [] : [declare]), `npx kite unprotect ${stage} --yes`];
  });
  return commands.join(", ");
}

function unprotectInProgram(): string {
  return 'set "protect: false" in the props of the stage in main.ts, and deploy';
}

function refuseProtected(settings: Settings): void {
  const stages = settings.deployment.stages.filter(({ protect }) => protect).map(({ name }) => name);
  if (stages.length > 0) {
    throw new UserError(
      `Nothing changed: the data of ${stages.join(", ")} is protected. Its tables reject deletion, and its bucket keeps its files. Remove the protection first: ${unprotectCommands(settings, stages)}. Then run this command again.`,
    );
  }
}
