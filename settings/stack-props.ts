import type { BuildStackProps } from "../stacks/build-stack-props";
import type { KiteStackProps } from "../stacks/kite-stack-props";
import { buildOptions } from "../stacks/options/build-options";
import type { SourceCode } from "../stacks/options/function-options";
import { kiteOptions } from "../stacks/options/kite-options";
import { pickOptions } from "../stacks/options/option";
import type { StateStackProps } from "../stacks/state-stack-props";
import type { Settings } from "./settings";
import { stackId } from "./stack-id";

/** Returns the props of `kite-state` for a deployment file and the environment. */
export function stateStackProps(settings: Settings): StateStackProps {
  return placeOf(settings);
}

/** Returns the props of `kite-build` for a deployment file and the environment. */
export function buildStackProps(settings: Settings): BuildStackProps {
  const { deployment, variables } = settings;
  return {
    ...pickOptions(buildOptions, deployment),
    ...placeOf(settings),
    gitRepositoryUrl: deployment.gitRepositoryUrl,
    architecture: deployment.buildArchitecture,
    prodStage: deployment.stages.some(({ name }) => name === "prod"),
    stagePrefix: deployment.stagePrefix,
    ...zipsOf(deployment.source),
    deploymentName: deployment.name,
    sandbox: variables.KITE_SANDBOX,
    driftCheckStack: stackId("kite", settings),
    alarmEmails: [...new Set([...deployment.alarmEmails, ...deployment.driftEmails])],
    domainName: deployment.domainName,
    cloudflareProxy: deployment.cloudflareProxy,
  };
}

/** Returns the props of `kite` for a deployment file and the environment. */
export function kiteStackProps(settings: Settings): KiteStackProps {
  const { deployment } = settings;
  const { code, stagePrefix, stages } = deployment;
  const [dev, prod] = (["dev", "prod"] as const).map((stageName) => {
    const { name, ...props } = stages.find((stage) => stage.name === stageName) ?? {};
    return name && props;
  });
  const {
    s3SourceBucketName,
    mainLambdaS3Key,
    outboxLambdaS3Key,
    lifecycleLambdaS3Key,
    widgetLambdaS3Key,
    ...options
  } = kiteOptions;
  return {
    ...pickOptions(options, deployment),
    ...placeOf(settings),
    stagePrefix,
    prodStage: prod !== undefined,
    dev,
    prod,
    onlyStage: dev ? undefined : "prod",
    ...(code.from === "s3" && { ...zipsOf(code), codeShippedByPipeline: code.shippedByPipeline }),
  };
}

/** Returns the account and the location of the state. */
function placeOf({ deployment, variables }: Settings) {
  const { account, region, app, permissionsBoundaryArn, stateBucket } = deployment;
  return {
    account,
    region,
    app,
    permissionsBoundaryArn,
    awsEndpointUrl: variables.AWS_ENDPOINT_URL,
    s3BucketWithState: variables.KITE_STATE === "s3" ? stateBucket : undefined,
  };
}

function zipsOf({ bucket, keys }: SourceCode) {
  return {
    s3SourceBucketName: bucket,
    mainLambdaS3Key: keys["request-dispatcher"],
    outboxLambdaS3Key: keys.outbox,
    lifecycleLambdaS3Key: keys["lifecycle-handler"],
    widgetLambdaS3Key: keys.widget,
  };
}
