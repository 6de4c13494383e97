import { arnIn } from "../account/partition";
import { functionRoles, type PhysicalNames } from "../account/physical-names";
import { type AccountLocation, actionsIn, allow, type PolicyStatement } from "../account/policy";

/** What the permissions of builds are about. */
export interface BuildRights extends AccountLocation {
  readonly names: PhysicalNames;
  readonly sourceBucketName: string;
  /** Keys of the zips that the functions begin with. */
  readonly seedKeys: readonly string[];
}

/** The events that builds of a project may put. */
const detailTypes = {
  deployed: ["Kite deployed"],
  tagged: ["Kite tagged"],
  drift: ["Kite drift detected", "Kite drift cleared", "Kite drift check failed"],
};

/** Builds, ships to dev, notes what dev runs; also what somebody put there by hand. */
export function buildAndDeployRights(rights: BuildRights): readonly PolicyStatement[] {
  return [
    ...shipRights(rights, "dev", {
      read: ["artefacts/*", "function.zip"],
      write: ["artefacts/*"],
    }),
    putEvents(rights, detailTypes.deployed),
  ];
}

/** Reports a tag; it can read and change nothing. */
export function deployOnTagRights(rights: BuildRights): readonly PolicyStatement[] {
  return [putEvents(rights, detailTypes.tagged)];
}

/** Ships to prod what dev runs; it can write no artefact, and changes nothing of dev. */
export function promoteRights(rights: BuildRights, smokeTestProject: string): readonly PolicyStatement[] {
  const smokeTest = `${arnIn(rights.region)}:codebuild:${rights.region}:${rights.account}:project/${smokeTestProject}`;
  return [
    ...shipRights(rights, "prod", { read: ["artefacts/*", "live/dev.json"], write: [] }),
    // With a qualifier, the resource is the alias: https://docs.aws.amazon.com/lambda/latest/dg/lambda-api-permissions-ref.html
    allow(
      "CompareWithDev",
      ["lambda:GetFunctionConfiguration"],
      ...functionArns(rights, "dev").map((arn) => `${arn}:live`),
    ),
    startBuild("SmokeTest", smokeTest, ["WEBSOCKET_URL", "HTTP_URL"]),
    allow("SmokeTestResult", ["codebuild:BatchGetBuilds"], smokeTest),
    putEvents(rights, detailTypes.deployed),
  ];
}

/**
 * Starts builds of a project that run its own buildspec:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 * @param variables which variables a build may get; others, such as `BASH_ENV`, could bring commands of their own
 */
export function startBuild(
  sid: string,
  projectArn: string,
  variables: readonly string[] = [],
): PolicyStatement {
  return {
    sid,
    actions: ["codebuild:StartBuild"],
    resources: [projectArn],
    condition: {
      Null: { "codebuild:source.buildspec": ["true"] },
      ...(variables.length > 0 && {
        "ForAllValues:StringEquals": { "codebuild:environment.environmentVariables.name": variables },
      }),
    },
  };
}

/**
 * Reads what a plan reads, and remembers what it said last.
 * @param stack for example `kite`
 * @param state where states lie: the stack's own, and that of the stack which must be there before
 */
export function driftCheckRights(
  rights: BuildRights,
  stack: string,
  state: { readonly bucket: string; readonly keys: readonly string[] },
): readonly PolicyStatement[] {
  return [
    allow(
      "State",
      ["s3:GetObject"],
      ...state.keys.map((key) => `${arnIn(rights.region)}:s3:::${state.bucket}/${key}`),
    ),
    allow("StateBucket", ["s3:ListBucket"], `${arnIn(rights.region)}:s3:::${state.bucket}`),
    findObjects(rights),
    allow("LastVerdict", ["s3:GetObject", "s3:PutObject"], ...objects(rights, [`drift/${stack}.json`])),
    putEvents(rights, detailTypes.drift),
  ];
}

/** Takes the host's session, and reports. */
export function endToEndRights(rights: BuildRights, reportGroupName: string): readonly PolicyStatement[] {
  return [
    allow("Session", ["s3:GetObject"], ...objects(rights, ["e2e/auth.json"])),
    // What the buildspec's `reports` does; the group is asked for by name, as if it were new: https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
    allow(
      "Report",
      actionsIn("codebuild", "BatchPutTestCases CreateReport CreateReportGroup UpdateReport"),
      `${arnIn(rights.region)}:codebuild:${rights.region}:${rights.account}:report-group/${reportGroupName}`,
    ),
  ];
}

/** The lock, the note of what runs, and the functions of one stage. */
function shipRights(
  rights: BuildRights,
  stage: string,
  objectKeys: { readonly read: readonly string[]; readonly write: readonly string[] },
): readonly PolicyStatement[] {
  const own = [`live/${stage}.json`, `locks/${stage}.json`];
  return [
    findObjects(rights),
    // The seeds are what a first deploy rolls back to.
    allow(
      "ReadObjects",
      ["s3:GetObject"],
      ...objects(rights, [...objectKeys.read, ...own, ...rights.seedKeys]),
    ),
    allow("WriteObjects", ["s3:PutObject"], ...objects(rights, [...objectKeys.write, ...own])),
    allow("Unlock", ["s3:DeleteObject"], ...objects(rights, [`locks/${stage}.json`])),
    allow(
      "Functions",
      actionsIn(
        "lambda",
        "GetAlias GetFunction GetFunctionConfiguration PublishVersion UpdateAlias UpdateFunctionCode",
      ),
      ...functionArns(rights, stage),
    ),
  ];
}

function functionArns({ region, account, names }: BuildRights, stage: string): readonly string[] {
  return functionRoles.map(
    (role) => `${arnIn(region)}:lambda:${region}:${account}:function:${names.function(stage, role)}`,
  );
}

/** Without it S3 says that an absent object is forbidden: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function findObjects({ region, sourceBucketName }: BuildRights): PolicyStatement {
  return allow("FindObjects", ["s3:ListBucket"], `${arnIn(region)}:s3:::${sourceBucketName}`);
}

/**
 * Events of the pipeline's own and of these types, so that a build cannot speak for another program or project:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 */
function putEvents({ region, account, names }: BuildRights, types: readonly string[]): PolicyStatement {
  return {
    sid: "Events",
    actions: ["events:PutEvents"],
    resources: [`${arnIn(region)}:events:${region}:${account}:event-bus/default`],
    condition: {
      StringEquals: { "events:source": [names.buildEventSource()], "events:detail-type": types },
    },
  };
}

function objects({ region, sourceBucketName }: BuildRights, keys: readonly string[]): readonly string[] {
  return keys.map((key) => `${arnIn(region)}:s3:::${sourceBucketName}/${key}`);
}
