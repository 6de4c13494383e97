import type { FunctionRole, PhysicalNames } from "./physical-names";
import type { PolicyStatement } from "./policy";

/** What the permissions of builds are about. */
export interface BuildRights {
  readonly account: string;
  readonly region: string;
  readonly names: PhysicalNames;
  readonly sourceBucketName: string;
  /** Keys of the zips that the functions begin with. */
  readonly seedKeys: readonly string[];
}

const ROLES: readonly FunctionRole[] = ["request-dispatcher", "outbox", "lifecycle-handler"];

/** Builds, ships to dev, notes what dev has passed; also what somebody put there by hand. */
export function buildAndDeployRights(rights: BuildRights): readonly PolicyStatement[] {
  return [
    ...shipRights(rights, "dev", {
      read: ["artefacts/*", "function.zip"],
      write: ["artefacts/*", "tested/dev/*"],
    }),
    tellEvents(rights),
  ];
}

/** Ships to prod what dev has passed; it can write no artefact, and touches nothing of dev. */
export function deployOnTagRights(rights: BuildRights): readonly PolicyStatement[] {
  return [
    ...shipRights(rights, "prod", { read: ["artefacts/*", "tested/dev/*", "live/dev.json"], write: [] }),
    tellEvents(rights),
  ];
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
    {
      sid: "State",
      actions: ["s3:GetObject"],
      resources: state.keys.map((key) => `arn:aws:s3:::${state.bucket}/${key}`),
    },
    { sid: "StateBucket", actions: ["s3:ListBucket"], resources: [`arn:aws:s3:::${state.bucket}`] },
    findObjects(rights),
    {
      sid: "LastVerdict",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: objects(rights, [`drift/${stack}.json`]),
    },
    tellEvents(rights),
  ];
}

/** Takes the host's session, and reports. */
export function endToEndRights(rights: BuildRights, reportGroupName: string): readonly PolicyStatement[] {
  return [
    { sid: "Session", actions: ["s3:GetObject"], resources: objects(rights, ["e2e/auth.json"]) },
    {
      // What the buildspec's `reports` does; the group is asked for by name, as if it were new: https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
      sid: "Report",
      actions: [
        "codebuild:BatchPutTestCases",
        "codebuild:CreateReport",
        "codebuild:CreateReportGroup",
        "codebuild:UpdateReport",
      ],
      resources: [`arn:aws:codebuild:${rights.region}:${rights.account}:report-group/${reportGroupName}`],
    },
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
    {
      sid: "ReadObjects",
      actions: ["s3:GetObject"],
      // The seeds are what a first deploy rolls back to.
      resources: objects(rights, [...objectKeys.read, ...own, ...rights.seedKeys]),
    },
    {
      sid: "WriteObjects",
      actions: ["s3:PutObject"],
      resources: objects(rights, [...objectKeys.write, ...own]),
    },
    { sid: "Unlock", actions: ["s3:DeleteObject"], resources: objects(rights, [`locks/${stage}.json`]) },
    {
      sid: "Functions",
      actions: [
        "lambda:GetAlias",
        "lambda:GetFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:PublishVersion",
        "lambda:UpdateAlias",
        "lambda:UpdateFunctionCode",
      ],
      resources: ROLES.map((role) => rights.names.function(stage, role)).map(
        (name) => `arn:aws:lambda:${rights.region}:${rights.account}:function:${name}`,
      ),
    },
  ];
}

/** Without it S3 says that an absent object is forbidden: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function findObjects({ sourceBucketName }: BuildRights): PolicyStatement {
  return { sid: "FindObjects", actions: ["s3:ListBucket"], resources: [`arn:aws:s3:::${sourceBucketName}`] };
}

/** Events of the pipeline's own, so that a build cannot speak for another program. */
function tellEvents({ region, account, names }: BuildRights): PolicyStatement {
  return {
    sid: "Events",
    actions: ["events:PutEvents"],
    resources: [`arn:aws:events:${region}:${account}:event-bus/default`],
    condition: { StringEquals: { "events:source": [names.buildEventSource()] } },
  };
}

function objects({ sourceBucketName }: BuildRights, keys: readonly string[]): readonly string[] {
  return keys.map((key) => `arn:aws:s3:::${sourceBucketName}/${key}`);
}
