import { z } from "zod";
import type { BuildArchitecture } from "../constructs/pipeline/build-image";
import { UserError } from "../constructs/user-error";
import { buildKeys } from "../settings/build";
import type { SourceCode } from "../settings/code";
import { faultsOf } from "../settings/deployment";
import { SettingsError } from "../settings/settings-error";
import type { BuildStackProps } from "./build-stack-props";

/** The stack `kite-build` with every default filled in. */
export interface CompleteBuild {
  /** `https://github.com/<owner>/<repository>`. Any other host is a GitHub Enterprise server. */
  readonly gitRepositoryUrl: string;
  /** The bucket of the Terraform state; `undefined`: it lies in local files, so no build can look for drift. */
  readonly s3BucketWithState: string | undefined;
  readonly region: string;
  /** True: a tag ships to prod. */
  readonly prodStage: boolean;
  /** True: the functions begin with a local `function.zip`, and no build looks for drift. */
  readonly buildLambdaViaAsset: boolean;
  /** What builds run on. */
  readonly architecture: BuildArchitecture;
  /** The branch whose pushes go to dev. */
  readonly gitBranch: string;
  /** Ids of the GitHub accounts whose tags promote to prod; empty: of everybody who may push a tag. */
  readonly releaseActorIds: readonly string[];
  /** Name of the deployment file; `undefined`: the program reads none. */
  readonly deploymentName: string | undefined;
  /** 12 digits, or a reference to the account of the credentials. */
  readonly account: string;
  /** Prefix of names; a sandbox's begins with its name. */
  readonly app: string;
  /** Prefix of names that begin with a stage or a project; empty, except for a sandbox. */
  readonly stagePrefix: string;
  /** `undefined`: the deployment itself. */
  readonly sandbox: string | undefined;
  /** The bucket to make, and where the zips that functions begin with lie in it. */
  readonly source: SourceCode;
  /** Id of the stack that is checked for drift. */
  readonly driftCheckStack: string;
  /** `cron(…)` or `rate(…)`. */
  readonly driftCheckSchedule: string;
  /** For example `Europe/Berlin`. */
  readonly driftCheckTimeZone: string;
  /** Who gets an email about drift. */
  readonly driftEmails: readonly string[];
  /** Policy that bounds every role; `undefined`: none. */
  readonly permissionsBoundaryArn: string | undefined;
}

const schema = z.object({
  gitRepositoryUrl: buildKeys.gitRepositoryUrl,
  gitBranch: buildKeys.gitBranch,
  releaseActorIds: buildKeys.releaseActorIds,
  driftCheckSchedule: buildKeys.driftCheckSchedule,
  driftCheckTimeZone: buildKeys.driftCheckTimeZone,
});

/**
 * Checks the props and fills in the defaults.
 * @param id the stack's, for errors
 * @throws UserError every fault of the props in one message
 */
export function completeBuild(id: string, props: BuildStackProps): Omit<CompleteBuild, "account"> {
  const parsed = schema.safeParse(props);
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.flatMap((issue) => faultsOf(issue, props, `props of the stack ${id}`)),
      `The props of the stack ${id}`,
    );
  }
  return {
    ...parsed.data,
    s3BucketWithState: props.s3BucketWithState,
    region: props.region,
    prodStage: props.prodStage ?? false,
    buildLambdaViaAsset: props.buildLambdaViaAsset ?? false,
    architecture: props.architecture ?? buildKeys.buildArchitecture.parse(undefined),
    deploymentName: props.deploymentName,
    app: props.app ?? "kite",
    stagePrefix: props.stagePrefix ?? "",
    sandbox: props.sandbox,
    source: sourceOf(id, props),
    driftCheckStack: props.driftCheckStack ?? "kite",
    driftEmails: props.alarmEmails ?? [],
    permissionsBoundaryArn: props.permissionsBoundaryArn,
  };
}

function sourceOf(id: string, props: BuildStackProps): SourceCode {
  const { s3BucketWithState, s3SourceBucketName } = props;
  if (s3SourceBucketName === undefined && s3BucketWithState === undefined) {
    throw new UserError(
      `s3SourceBucketName (props of the stack ${id}): got nothing, without s3BucketWithState; wanted the name of the bucket to create for code, which no other bucket of AWS has.`,
    );
  }
  return {
    bucket: s3SourceBucketName ?? `${s3BucketWithState}-source`,
    keys: {
      "request-dispatcher": props.mainLambdaS3Key ?? "request-dispatcher.zip",
      outbox: props.outboxLambdaS3Key ?? "outbox.zip",
      "lifecycle-handler": props.lifecycleLambdaS3Key ?? "lifecycle-handler.zip",
    },
  };
}
