import { PLACEHOLDER_REPOSITORY } from "../settings/build";
import { readSettings, type Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { requireRealAccount } from "./account";
import { say } from "./command";
import { requireCredential } from "./github/github-credential";
import { openStack } from "./kite-deployment";
import { requireSecrets } from "./secrets/missing-secrets";
import { requireStateStack } from "./state/require-state";
import { requireTerraform } from "./terraform";

const PLAN_FILE = "kite-build.tfplan";

/**
 * Shows what a deploy of `kite-build` would change.
 * @throws UserError what is in the way
 */
export async function diffBuild(): Promise<void> {
  const settings = ready();
  await requireStateStack(settings);
  openStack(settings, "kite-build").plan(PLAN_FILE);
}

/**
 * Deploys `kite-build`: plans, then does what the plan says.
 * @throws UserError what is in the way
 */
export async function deployBuild(): Promise<void> {
  const settings = ready();
  requireRepository(settings);
  await requireStateStack(settings);
  await requireCredential(settings);
  // A build whose parameter is missing fails at once, but the rest of the pipeline works without.
  await requireSecrets(settings, "kite-build");
  noteNobody(settings);
  noteCode(settings);
  const terraform = openStack(settings, "kite-build");
  terraform.plan(PLAN_FILE);
  terraform.applyPlan(PLAN_FILE);
}

/**
 * Takes `kite-build` away: projects, webhooks, the bucket with all that was built.
 * @throws UserError what is in the way
 */
export async function destroyBuild(): Promise<void> {
  const settings = ready();
  await requireStateStack(settings);
  const terraform = openStack(settings, "kite-build");
  terraform.planDestroy(PLAN_FILE);
  terraform.applyPlan(PLAN_FILE);
  say(
    `The functions run on with the code they have. CodeBuild keeps its credential for GitHub: "npm run github-credentials -- delete" takes it away.`,
  );
}

function ready(): Settings {
  const settings = readSettings();
  requireRealAccount(settings);
  requireTerraform();
  return settings;
}

function requireRepository({ deployment }: Settings): void {
  if (deployment.build.gitRepositoryUrl === PLACEHOLDER_REPOSITORY) {
    throw new UserError(
      `gitRepositoryUrl (deployments/${deployment.name}.json): got the placeholder ${PLACEHOLDER_REPOSITORY}; wanted https://github.com/<owner>/<repository>, the repository that CodeBuild builds from. Push this repository there and set it.`,
    );
  }
}

function noteNobody({ deployment }: Settings): void {
  if (deployment.watch.alarmEmails.length === 0) {
    say(
      `Nobody is told of drift, nor of what the weekly scan finds: alarmEmails of deployments/${deployment.name}.json is empty.`,
    );
  }
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
