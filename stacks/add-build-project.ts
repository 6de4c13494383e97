import type { Construct } from "constructs";
import type { PhysicalNames } from "../constructs/account/physical-names";
import { standardImage } from "../constructs/pipeline/build-image";
import { BuildProject, type BuildProjectProps } from "../constructs/pipeline/build-project";
import type { BuildRights } from "../constructs/pipeline/build-roles";
import type { SourceBucket } from "../constructs/storage/source-bucket";
import type { CompleteBuild } from "./complete-build";

/**
 * The timeout of a build in minutes. A lock that is older was left behind by a stopped build. A build may wait for the
 * lock for half of this time. The other half is for the checks before the wait and for the deploy after it.
 */
const timeoutMinutes = 60;

export interface BuildProjectsProps {
  readonly build: CompleteBuild;
  readonly names: PhysicalNames;
  readonly sourceBucket: SourceBucket;
  /** Returns whether a plan of the checked stack reads Cloudflare and the proxy's secret. Called during synthesis. */
  readonly cloudflare: () => { readonly zone: boolean; readonly proxy: boolean };
}

/** Props that one kind of build sets itself. */
type OwnProps = Pick<BuildProjectProps, "description" | "environment" | "permissions"> &
  Partial<BuildProjectProps>;

/**
 * Adds a project of the pipeline.
 * @param name for example `drift-check`
 */
export function addBuildProject(
  scope: Construct,
  { build, names, sourceBucket }: BuildProjectsProps,
  name: string,
  own: OwnProps,
): BuildProject {
  const projectName = names.buildProject(name);
  return new BuildProject(scope, constructId(name), {
    projectName,
    roleName: names.role(projectName, build.region),
    account: build.account,
    region: build.region,
    source: { gitRepositoryUrl: build.gitRepositoryUrl, version: build.gitBranch },
    buildspec: `buildspecs/${name}.yml`,
    image: standardImage(build.architecture),
    architecture: build.architecture,
    cacheBucket: sourceBucket.bucket,
    timeoutMinutes: timeoutMinutes,
    permissionsBoundaryArn: build.permissionsBoundaryArn,
    ...own,
  });
}

/** Returns the resources that the permissions of builds refer to. */
export function buildRights({ build, names }: BuildProjectsProps): BuildRights {
  const { account, region, source } = build;
  return { account, region, names, sourceBucketName: source.bucket, seedKeys: Object.values(source.keys) };
}

/** Environment of every build except pull requests. */
export function commonVariables({ build, names }: BuildProjectsProps): Readonly<Record<string, string>> {
  return {
    KITE_APP: build.app,
    ...(build.deploymentName && { KITE_DEPLOYMENT: build.deploymentName }),
    ...(build.sandbox && { KITE_SANDBOX: build.sandbox }),
    SOURCE_BUCKET: build.source.bucket,
    EVENT_SOURCE: names.buildEventSource(),
  };
}

/** Environment of a build that ships to a stage. */
export function shippingVariables(
  props: BuildProjectsProps,
  stage: string,
): Readonly<Record<string, string>> {
  const { keys } = props.build.source;
  return {
    ...commonVariables(props),
    STAGE: stage,
    FUNCTION_PREFIX: functionPrefix(props, stage),
    LOCK_MINUTES: String(timeoutMinutes),
    // If the first deploy fails, it rolls back to the seeds.
    SEED_REQUEST_DISPATCHER: keys["request-dispatcher"],
    SEED_OUTBOX: keys.outbox,
    SEED_LIFECYCLE_HANDLER: keys["lifecycle-handler"],
    SEED_WIDGET: keys.widget,
  };
}

/** Returns the part before `-<role>` in the names of a stage's functions. */
export function functionPrefix({ build }: BuildProjectsProps, stage: string): string {
  return `${build.stagePrefix}${stage}`;
}

/** Turns `drift-check` into `DriftCheck`. */
function constructId(name: string): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
