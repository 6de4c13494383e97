import type { BuildArchitecture } from "../constructs/build-image";
import type { SourceCode } from "../settings/code";
import type { Settings } from "../settings/settings";
import { stackId } from "./choose-stacks";

export interface BuildStackProps {
  /** `https://github.com/<owner>/<repository>`. */
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
  /** Name of the deployment file. */
  readonly deploymentName: string;
  /** 12 digits. */
  readonly account: string;
  /** Prefix of names; a sandbox's begins with its name. */
  readonly app: string;
  /** Prefix of names that begin with a stage or a project; empty, except for a sandbox. */
  readonly stagePrefix: string;
  /** `undefined`: the deployment itself. */
  readonly sandbox: string | undefined;
  /** The bucket to make, and where the zips that functions begin with lie in it. */
  readonly source: SourceCode;
  /** Ids of the stacks whose state a look for drift reads: `kite`, and `kite-state`, which must be there. */
  readonly readStackIds: readonly string[];
  /** `cron(…)` or `rate(…)`. */
  readonly driftCheckSchedule: string;
  /** For example `Europe/Berlin`. */
  readonly driftCheckTimeZone: string;
  /** Who gets an email about drift. */
  readonly driftEmails: readonly string[];
  /** Whether Cloudflare is asked in a plan, and whether it holds the proxy's secret. */
  readonly cloudflare: { readonly zone: boolean; readonly proxy: boolean };
  /** Policy that bounds every role; `undefined`: none. */
  readonly permissionsBoundaryArn: string | undefined;
  /**
   * An AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
  /**
   * Folder with the sources of the functions.
   * @default - `lambda-src`
   */
  readonly sourceDirectory?: string;
  /**
   * Path of the zip for {@link buildLambdaViaAsset}.
   * @default - `function.zip` in the repository's folder
   */
  readonly functionZip?: string;
}

/** What the stack `kite-build` of a deployment is. */
export function buildStackProps(settings: Settings): BuildStackProps {
  const { deployment, state, sandbox, awsEndpointUrl } = settings;
  const { build, domain } = deployment;
  return {
    gitRepositoryUrl: build.gitRepositoryUrl,
    s3BucketWithState: state === "s3" ? deployment.stateBucket : undefined,
    region: deployment.region,
    prodStage: deployment.stages.some(({ name }) => name === "prod"),
    buildLambdaViaAsset: build.lambdaViaAsset,
    architecture: build.architecture,
    gitBranch: build.gitBranch,
    deploymentName: deployment.name,
    account: deployment.account,
    app: deployment.app,
    stagePrefix: deployment.stagePrefix,
    sandbox,
    source: deployment.source,
    // A sandbox uses the state bucket of the deployment itself.
    readStackIds: [stackId("kite", settings), stackId("kite-state", { state, sandbox: undefined })],
    driftCheckSchedule: build.driftCheckSchedule,
    driftCheckTimeZone: build.driftCheckTimeZone,
    driftEmails: deployment.watch.alarmEmails,
    cloudflare: { zone: domain !== undefined, proxy: domain?.proxy !== undefined },
    permissionsBoundaryArn: deployment.permissionsBoundaryArn,
    awsEndpointUrl,
  };
}
