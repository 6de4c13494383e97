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

/** The projects that ship to prod are no part of prod itself. */
const withoutQuestion = { "remove-prod": false, yes: true };

/**
 * Shows what a deploy of `kite-build` would change.
 * @throws UserError what is in the way
 */
export async function diffBuild(): Promise<void> {
  const settings = ready();
  await requireStateStack(settings);
  openStack(settings, stackName).plan(savedPlan);
}

/**
 * Deploys `kite-build`: plans, then does what the plan says.
 * @throws UserError what is in the way
 */
export async function deployBuild(): Promise<void> {
  if (isOwnProgram()) {
    await deployOwnStack(stackName, withoutQuestion);
    return say(
      "CodeBuild needs a credential for the Git server (npx kite github-credentials), and AWS sends each address of alarmEmails a link to confirm. The webhooks of a GitHub Enterprise server are created by hand: docs/pipeline.md.",
    );
  }
  const settings = ready();
  requireRepository(settings);
  await requireStateStack(settings);
  await requireCredential(settings);
  // A build whose parameter is missing fails at once, but the rest of the pipeline works without.
  await requireSecrets(settings, stackName);
  noteCode(settings);
  const terraform = openStack(settings, stackName);
  terraform.plan(savedPlan);
  terraform.applyPlan(savedPlan);
  noteWebhooks(settings);
  noteEmails(settings);
}

/**
 * Takes `kite-build` away: projects, webhooks, the bucket with all that was built.
 * @throws UserError what is in the way
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
    `The functions run on with the code they have. CodeBuild keeps its credential for GitHub: "npx kite github-credentials delete" takes it away.`,
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
      `gitRepositoryUrl (deployments/${deployment.name}.json): got the placeholder ${placeholderRepository}; wanted ${deploymentOptions.gitRepositoryUrl.wanted}: the repository that CodeBuild builds from. Push this repository there and set it.`,
    );
  }
}

/** CodeBuild creates the webhooks at GitHub itself. */
function noteWebhooks({ deployment }: Settings): void {
  if (gitServerOf(deployment.gitRepositoryUrl) === "GITHUB_ENTERPRISE") {
    say(
      "The webhooks of a GitHub Enterprise server are created by hand, once for each project with an output <project>WebhookPayloadUrl above: docs/pipeline.md says how.",
    );
  }
}

/** Who is told of drift, and what the person must do so that it arrives. */
function noteEmails({ deployment, variables }: Settings): void {
  const { EMAIL: email } = variables;
  const file = `deployments/${deployment.name}.json`;
  if (email !== undefined && !isKept(email, deployment)) {
    say(
      `EMAIL is ${email}, which ${file} does not have, so drift is not reported to it: npx kite bootstrap keeps it there.`,
    );
  }
  const emails = [...new Set([...deployment.alarmEmails, ...deployment.driftEmails])];
  say(
    emails.length === 0
      ? `Nobody is told of drift, nor of what the weekly scan finds: alarmEmails and driftEmails of ${file} are empty.`
      : `AWS sends ${emails.join(", ")} a message "AWS Notification - Subscription Confirmation". Nothing else arrives there until its link was opened.`,
  );
}

/** Without it the two ways of code undo each other's work. */
function noteCode({ deployment }: Settings): void {
  const { code } = deployment;
  if (code.from === "asset" || !code.shippedByPipeline) {
    say(
      `What builds ship, the next "npm run deploy-kite" replaces by code of its own, and the drift check tells of it until then: set "code": "build" in deployments/${deployment.name}.json.`,
    );
  }
}
