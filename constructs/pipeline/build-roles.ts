import { arnIn } from "../account/partition";
import { functionRoles, type PhysicalNames } from "../account/physical-names";
import { type AccountLocation, actionsIn, allow, type PolicyStatement } from "../account/policy";

/** Represents the resources that the permissions of builds refer to. */
export interface BuildRights extends AccountLocation {
  readonly names: PhysicalNames;
  readonly sourceBucketName: string;
  /** Keys of the zips with the functions' first code. */
  readonly seedKeys: readonly string[];
}

/** The events that builds of a project may put. */
const detailTypes = {
  deployed: ["Kite deployed"],
  tagged: ["Kite tagged"],
  drift: ["Kite drift detected", "Kite drift cleared", "Kite drift check failed"],
};

/**
 * Allows builds to ship to dev and to record what dev runs. They may also ship artifacts that were uploaded manually.
 */
export function buildAndDeployRights(rights: BuildRights): readonly PolicyStatement[] {
  return [
    ...shipRights(rights, "dev", {
      read: ["artefacts/*", "function.zip"],
      write: ["artefacts/*"],
    }),
    putEvents(rights, detailTypes.deployed),
  ];
}

/** Allows a build to report a tag. It can neither read nor change anything. */
export function deployOnTagRights(rights: BuildRights): readonly PolicyStatement[] {
  return [putEvents(rights, detailTypes.tagged)];
}

/** Allows a build to ship the code of dev to prod. The build cannot write artifacts, and cannot change dev. */
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
 * Allows starting builds of a project with the project's own buildspec:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 * @param variables the only variables that may be passed to a build. Others, such as `BASH_ENV`, could inject commands.
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
 * Allows the drift check to read everything that a plan reads, and to store its last result.
 * @param stack for example `kite`
 * @param state location of the states of the checked stack and of the stack that must be deployed before it
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

/** Allows the end-to-end test to read the host's session and to write its report. */
export function endToEndRights(rights: BuildRights, reportGroupName: string): readonly PolicyStatement[] {
  return [
    allow("Session", ["s3:GetObject"], ...objects(rights, ["e2e/auth.json"])),
    // Actions of the buildspec's `reports`. CodeBuild sends CreateReportGroup even if the group exists: https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
    allow(
      "Report",
      actionsIn("codebuild", "BatchPutTestCases CreateReport CreateReportGroup UpdateReport"),
      `${arnIn(rights.region)}:codebuild:${rights.region}:${rights.account}:report-group/${reportGroupName}`,
    ),
  ];
}

/** Allows access to one stage's lock, deploy record and functions. */
function shipRights(
  rights: BuildRights,
  stage: string,
  objectKeys: { readonly read: readonly string[]; readonly write: readonly string[] },
): readonly PolicyStatement[] {
  const own = [`live/${stage}.json`, `locks/${stage}.json`];
  return [
    findObjects(rights),
    // If the first deploy fails, the build restores the seeds.
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

/** Without this permission, S3 answers 403 for a missing object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function findObjects({ region, sourceBucketName }: BuildRights): PolicyStatement {
  return allow("FindObjects", ["s3:ListBucket"], `${arnIn(region)}:s3:::${sourceBucketName}`);
}

/**
 * Allows putting events of these types and of the pipeline's own source, so that a build cannot impersonate another
 * program or project: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
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
