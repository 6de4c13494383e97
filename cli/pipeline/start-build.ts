import { StartBuildCommand } from "@aws-sdk/client-codebuild";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { requireCredentials } from "../account";
import { buildClient, explained } from "../aws-clients";
import { say } from "../output";
import { placeOf } from "../stage-argument";
import { readSettingsWithWarnings } from "../warned-settings";

/**
 * Starts a build of the project that ships to dev.
 * @param buildspec Name of the file in `buildspecs/`, without its extension.
 * @param version Branch, tag or commit. `undefined`: the branch of the deployment.
 * @throws UserError if AWS does not start the build
 */
export async function startBuild(buildspec: string, version: string | undefined): Promise<void> {
  const settings = readSettingsWithWarnings();
  await requireCredentials(settings);
  const projectName = PhysicalNames.of(settings.deployment).buildProject("build-and-deploy");
  const command = new StartBuildCommand({
    projectName,
    buildspecOverride: `buildspecs/${buildspec}.yml`,
    ...(version !== undefined && { sourceVersion: version }),
  });
  const { build } = await explained(
    buildClient(settings).send(command),
    ({ name, message }) =>
      `The build of ${projectName} could not be started in ${placeOf(settings)} (${name}: ${message}). "npm run deploy-build" creates the project. Your AWS credentials need codebuild:StartBuild.`,
  );
  say(
    `Started build ${build?.id} in ${placeOf(settings)}: ${buildspec} of ${version ?? settings.deployment.gitBranch}. Its log: aws logs tail /aws/codebuild/${projectName} --follow`,
  );
}
