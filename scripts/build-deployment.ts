import { GetParameterCommand, ParameterNotFound } from "@aws-sdk/client-ssm";
import { PhysicalNames } from "../constructs/physical-names";
import { PLACEHOLDER_REPOSITORY } from "../settings/build";
import { readSettings, type Settings } from "../settings/settings";
import { UserError } from "../settings/user-error";
import { buildStackProps } from "../stacks/build-stack-props";
import { requireRealAccount } from "./account";
import { parameterClient } from "./aws-clients";
import { say } from "./command";
import { requireCredential } from "./github/github-credential";
import { openStack } from "./kite-deployment";
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
  await noteMissingParameters(settings);
  noteNobody(settings);
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

/** A build whose parameter is missing fails at once, but the rest of the pipeline works without. */
async function noteMissingParameters(settings: Settings): Promise<void> {
  const client = parameterClient(settings);
  for (const { name, meaning } of parametersOfBuilds(settings)) {
    try {
      await client.send(new GetParameterCommand({ Name: name, WithDecryption: false }));
    } catch (error) {
      if (!(error instanceof ParameterNotFound)) throw error;
      say(
        `There is no parameter ${name} yet; ${meaning}. Put it there: aws ssm put-parameter --type SecureString --name ${name} --value file://<file with the value>`,
      );
    }
  }
}

function noteNobody({ deployment }: Settings): void {
  if (deployment.watch.alarmEmails.length === 0) {
    say(`Nobody is told of drift: alarmEmails of deployments/${deployment.name}.json is empty.`);
  }
}

function parametersOfBuilds(
  settings: Settings,
): readonly { readonly name: string; readonly meaning: string }[] {
  const names = PhysicalNames.of(settings.deployment);
  const { cloudflare, s3BucketWithState, buildLambdaViaAsset } = buildStackProps(settings);
  const looksForDrift = s3BucketWithState !== undefined && !buildLambdaViaAsset;
  return [
    ...(looksForDrift && cloudflare.zone
      ? [
          {
            name: names.cloudflareTokenParameter(),
            meaning: "the drift check reads the zone with this token of Cloudflare (Zone: Read, DNS: Read)",
          },
        ]
      : []),
    {
      name: names.endToEndParameter("websocket-url"),
      meaning: "the end-to-end test talks to this address of dev",
    },
    {
      name: names.endToEndParameter("telegram-group"),
      meaning: "the end-to-end test opens this address of the host's group in Telegram Web",
    },
    {
      name: names.endToEndParameter("channel"),
      meaning: "the end-to-end test talks in this channel",
    },
  ];
}
