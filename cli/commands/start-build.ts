import { StartBuildCommand } from "@aws-sdk/client-codebuild";
import { PhysicalNames } from "../../constructs/account/physical-names";
import { UserError } from "../../constructs/user-error";
import { usageError } from "../../settings/command-line";
import { readSettings, type Settings } from "../../settings/settings";
import { requireCredentials } from "../account";
import { buildClient } from "../aws-clients";
import { runScript, say } from "../command";
import { placeOf } from "../stage-argument";

/** What a build by hand does, by the name of its buildspec. */
const BUILDSPECS = ["build-and-upload", "ship-function-zip"];

const usage = `npm run start-build -- <buildspec> [<version>]
Starts a build of the project that ships to dev, with another buildspec of the repository:
  build-and-upload    builds the functions' zips and uploads them to artefacts/ in the source bucket; deploys nothing
  ship-function-zip   ships the function.zip of the source bucket to dev
  <version>           a branch, tag or commit of the repository (default: gitBranch of the deployment file)`;

runScript(
  { usage, flags: [], arguments: ["buildspec"], optional: ["version"] },
  async (_flags, buildspec = "", version?: string) => {
    if (!BUILDSPECS.includes(buildspec)) {
      throw usageError(`Got "${buildspec}"; wanted ${BUILDSPECS.join(" or ")}`, usage);
    }
    const settings = readSettings();
    await requireCredentials(settings);
    const projectName = PhysicalNames.of(settings.deployment).buildProject("build-and-deploy");
    const id = await start(settings, projectName, buildspec, version);
    say(
      `Started build ${id} in ${placeOf(settings)}: ${buildspec} of ${version ?? settings.deployment.gitBranch}. Its log: aws logs tail /aws/codebuild/${projectName} --follow`,
    );
  },
);

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
