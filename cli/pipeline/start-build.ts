import { StartBuildCommand } from "@aws-sdk/client-codebuild";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { buildClient } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";

/**
 * Starts a build of the project that ships to dev.
 * @param buildspec its name in `buildspecs/`
 * @param version a branch, tag or commit; `undefined`: the branch of the deployment
 * @throws UserError when AWS does not start it
 */
export async function startBuild(buildspec: string, version: string | undefined): Promise<void> {
  const settings = readSettings();
  await requireCredentials(settings);
  const projectName = PhysicalNames.of(settings.deployment).buildProject("build-and-deploy");
  const id = await start(settings, projectName, buildspec, version);
  say(
    `Started build ${id} in ${placeOf(settings)}: ${buildspec} of ${version ?? settings.deployment.gitBranch}. Its log: aws logs tail /aws/codebuild/${projectName} --follow`,
  );
}

async function start(
  settings: Settings,
  projectName: string,
  buildspec: string,
  sourceVersion: string | undefined,
): Promise<string | undefined> {
  const client = buildClient(settings);
  try {
    const { build } = await client.send(
      new StartBuildCommand({
        projectName,
        buildspecOverride: `buildspecs/${buildspec}.yml`,
        ...(sourceVersion !== undefined && { sourceVersion }),
      }),
    );
    return build?.id;
  } catch (cause) {
    const reason = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    throw new UserError(
      `No build of ${projectName} was started in ${placeOf(settings)} (${reason}). "npm run deploy-build" creates the project. Your AWS credentials need codebuild:StartBuild.`,
      { cause },
    );
  } finally {
    client.destroy();
  }
}
