import type { StageSettings } from "../settings/deployment";
import type { Settings } from "../settings/settings";
import type { BuildStackProps } from "./build-stack-props";
import type { KiteStackProps } from "./kite-stack-props";
import { stackId } from "./stack-id";
import type { StageProps } from "./stage-props";
import type { StateStackProps } from "./state-stack-props";

/** The props of `kite-state` for a deployment file and the environment. */
export function stateStackProps(settings: Settings): StateStackProps {
  return placeOf(settings);
}

/** The props of `kite-build` for a deployment file and the environment. */
export function buildStackProps(settings: Settings): BuildStackProps {
  const { deployment, sandbox } = settings;
  const { build, domain, source } = deployment;
  return {
    ...placeOf(settings),
    gitRepositoryUrl: build.gitRepositoryUrl,
    prodStage: deployment.stages.some(({ name }) => name === "prod"),
    buildLambdaViaAsset: build.lambdaViaAsset,
    architecture: build.architecture,
    gitBranch: build.gitBranch,
    releaseActorIds: build.releaseActorIds,
    stagePrefix: deployment.stagePrefix,
    s3SourceBucketName: source.bucket,
    mainLambdaS3Key: source.keys["request-dispatcher"],
    outboxLambdaS3Key: source.keys.outbox,
    lifecycleLambdaS3Key: source.keys["lifecycle-handler"],
    deploymentName: deployment.name,
    sandbox,
    driftCheckStack: stackId("kite", settings),
    driftCheckSchedule: build.driftCheckSchedule,
    driftCheckTimeZone: build.driftCheckTimeZone,
    alarmEmails: [...new Set([...deployment.watch.alarmEmails, ...build.driftEmails])],
    domainName: domain?.domainName,
    cloudflareProxy: domain?.proxy !== undefined,
  };
}

/** The props of `kite` for a deployment file and the environment. */
export function kiteStackProps(settings: Settings): KiteStackProps {
  const { code, domain, watch, stagePrefix, stages } = settings.deployment;
  const [dev, prod] = (["dev", "prod"] as const).map((name) => stages.find((stage) => stage.name === name));
  return {
    ...placeOf(settings),
    stagePrefix,
    prodStage: prod !== undefined,
    dev: dev && stageProps(dev),
    prod: prod && stageProps(prod),
    onlyStage: dev ? undefined : "prod",
    ...(code.from === "s3" && {
      s3SourceBucketName: code.bucket,
      mainLambdaS3Key: code.keys["request-dispatcher"],
      outboxLambdaS3Key: code.keys.outbox,
      lifecycleLambdaS3Key: code.keys["lifecycle-handler"],
      codeShippedByPipeline: code.shippedByPipeline,
    }),
    domainName: domain?.domainName,
    cloudflareProxy: domain?.proxy !== undefined,
    proxyRequestsPerTenSeconds: domain?.proxy?.requestsPerTenSeconds,
    proxyManagedRules: domain?.proxy?.managedRules,
    alarmEmails: watch.alarmEmails,
    alarmForwarder: watch.alarmForwarder,
    monthlyBudgetUsd: watch.budget?.monthlyUsd,
    budgetTag: watch.budget?.tag,
    logArchive: watch.logArchive !== undefined,
    logArchiveDays: watch.logArchive?.days,
    athenaScanLimitMegabytes: watch.logArchive?.scanLimitMegabytes,
  };
}

/** The account, and where the state is kept. */
function placeOf({ deployment, state, awsEndpointUrl }: Settings) {
  const { account, region, app, permissionsBoundaryArn, stateBucket } = deployment;
  return {
    account,
    region,
    app,
    permissionsBoundaryArn,
    awsEndpointUrl,
    s3BucketWithState: state === "s3" ? stateBucket : undefined,
  };
}

/** A stage's keys by the names that the seed gave them. */
function stageProps(stage: StageSettings): StageProps {
  const { name: _name, dispatcherRuntime, dispatcherHandler, dispatcherMemorySizeMb, ...same } = stage;
  return {
    ...same,
    runtime: dispatcherRuntime,
    handler: dispatcherHandler,
    memorySize: dispatcherMemorySizeMb,
  };
}
