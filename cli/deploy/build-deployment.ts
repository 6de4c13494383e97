import { gitServerOf } from "../../constructs/pipeline/git-server";
import { UserError } from "../../constructs/user-error";
import { isOwnProgram } from "../../launcher/own-program.cjs";
import { deploymentOptions, placeholderRepository } from "../../settings/deployment-options";
import { readSettings, type Settings } from "../../settings/settings";
import { requireRealAccount } from "../account";
import { requireCredential } from "../github/github-credential";
import { say } from "../output";
import { requireSecrets } from "../secrets/missing-secrets";
import { isKept } from "../state/bootstrap";
import { requireStateStack } from "../state/require-state";
import { requireTerraform } from "../terraform";
import { deployOwnStack, destroyOwnStack, openStack } from "./kite-deployment";

const stackName = "kite-build";

const savedPlan = "kite-build.tfplan";

/** No confirmation is needed, because the projects that deploy to prod do not belong to prod. */
const withoutQuestion = { "remove-prod": false, yes: true };

/**
 * Shows what a deploy of `kite-build` would change.
 * @throws UserError when a precondition is not met
 */
export async function diffBuild(): Promise<void> {
  const settings = ready();
  await requireStateStack(settings);
  openStack(settings, stackName).plan(savedPlan);
}

/**
 * Deploys `kite-build`: plans, then applies the plan.
 * @throws UserError when a precondition is not met
 */
export async function deployBuild(): Promise<void> {
  if (isOwnProgram()) {
    await deployOwnStack(stackName, withoutQuestion);
    return say(
      "CodeBuild needs a credential for the Git server (npx kite github-credentials), and AWS sends each address of alarmEmails a link to confirm. Create the webhooks of a GitHub Enterprise server manually: docs/pipeline.md.",
    );
  }
  const settings = ready();
  requireRepository(settings);
  await requireStateStack(settings);
  await requireCredential(settings);
  // A build fails immediately if its parameter is missing, but the rest of the pipeline works without it.
  await requireSecrets(settings, stackName);
  noteCode(settings);
  const terraform = openStack(settings, stackName);
  terraform.plan(savedPlan);
  terraform.applyPlan(savedPlan);
  noteWebhooks(settings);
  noteEmails(settings);
}

/**
 * Removes `kite-build`: its projects, its webhooks, and the bucket with all builds.
 * @throws UserError when a precondition is not met
 */
export async function destroyBuild(): Promise<void> {
  if (isOwnProgram()) {
    return destroyOwnStack(stackName, withoutQuestion);
  }
  const settings = ready();
  await requireStateStack(settings);
  const terraform = openStack(settings, stackName);
  terraform.planDestroy(savedPlan);
  terraform.applyPlan(savedPlan);
  say(
    `The functions keep running with their code. CodeBuild keeps its credential for GitHub: "npx kite github-credentials delete" deletes it.`,
  );
}

function ready(): Settings {
  const settings = readSettings();
  requireRealAccount(settings);
  requireTerraform();
  return settings;
}

function requireRepository({ deployment }: Settings): void {
  if (deployment.gitRepositoryUrl === placeholderRepository) {
    throw new UserError(
      `gitRepositoryUrl (deployments/${deployment.name}.json): received the placeholder ${placeholderRepository}, expected ${deploymentOptions.gitRepositoryUrl.expected}. CodeBuild builds from this repository: push your code there, then set the URL.`,
    );
  }
}

/** Prints how to create the webhooks of a GitHub Enterprise server. For GitHub, CodeBuild creates the webhooks. */
function noteWebhooks({ deployment }: Settings): void {
  if (gitServerOf(deployment.gitRepositoryUrl) === "GITHUB_ENTERPRISE") {
    say(
      "Create the webhooks of the GitHub Enterprise server manually, once for each project with an output <project>WebhookPayloadUrl above. docs/pipeline.md describes how.",
    );
  }
}

/** Prints the addresses that receive drift reports, and the confirmation that each of them needs. */
function noteEmails({ deployment, variables }: Settings): void {
  const { EMAIL: email } = variables;
  const file = `deployments/${deployment.name}.json`;
  if (email !== undefined && !isKept(email, deployment)) {
    say(
      `EMAIL is ${email}, which is not in ${file}, so it receives no drift reports. Add it with: npx kite bootstrap.`,
    );
  }
  const emails = [...new Set([...deployment.alarmEmails, ...deployment.driftEmails])];
  say(
    emails.length === 0
      ? `Drift and the findings of the weekly scan are not reported: alarmEmails and driftEmails of ${file} are empty.`
      : `AWS sends ${emails.join(", ")} a message "AWS Notification - Subscription Confirmation". Open its link to receive reports.`,
  );
}

/** Warns when the deploy and the pipeline would overwrite each other's code. */
function noteCode({ deployment }: Settings): void {
  const { code } = deployment;
  if (code.from === "asset" || !code.shippedByPipeline) {
    say(
      `The next "npm run deploy-kite" replaces the code that builds ship, and the drift check reports that code until then. Set "code": "build" in deployments/${deployment.name}.json.`,
    );
  }
}
