import { arnIn } from "../../constructs/account/partition";
import { PhysicalNames } from "../../constructs/account/physical-names";
import type { Deployment } from "../../settings/deployment";
import type { Statement } from "./policy";

/** Returns the permissions of the commands that only read. No permission gives access to a secret. */
export function readingStatements(deployment: Deployment): readonly Statement[] {
  return [...lookingStatements(deployment), ...doctorStatements(deployment)];
}

function lookingStatements(deployment: Deployment): readonly Statement[] {
  const { region, stateBucket, code } = deployment;
  const codeBuckets = code.from === "s3" ? [code.bucket] : [];
  return [
    { actions: ["sts:GetCallerIdentity"], resources: ["*"] },
    // There is one GitHub credential for the account and region, and IAM has no resource type for it.
    { actions: ["codebuild:ListSourceCredentials"], resources: ["*"] },
    // The action lists names without values, and has no resource type. It finds the parameters with tokens of other
    // stages.
    { actions: ["ssm:DescribeParameters"], resources: ["*"] },
    { actions: ["lambda:GetFunctionConfiguration"], resources: functionsOf(deployment, "*") },
    {
      actions: ["logs:FilterLogEvents"],
      resources: deployment.stages.map(
        ({ name }) =>
          `${arnIn(region)}:logs:${region}:${deployment.account}:log-group:/aws/lambda/${deployment.stagePrefix}${name}-*`,
      ),
    },
    // Receiving messages hides them, so the command makes them visible again.
    {
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      resources: deadLettersOf(deployment),
    },
    {
      actions: ["s3:ListBucket"],
      resources: [stateBucket, ...codeBuckets].map((name) => `${arnIn(region)}:s3:::${name}`),
    },
    // Covers the lock of a state, but not the state:
    // https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
    { actions: ["s3:GetObject"], resources: [`${arnIn(region)}:s3:::${stateBucket}/*.tflock`] },
  ];
}

/** Returns the permissions that only `kite doctor` needs. */
function doctorStatements(deployment: Deployment): readonly Statement[] {
  const { account, region, stagePrefix, stages } = deployment;
  const arn = arnIn(region);
  const principals = (kind: "role" | "user") => `${arn}:iam::${account}:${kind}/*`;
  return [
    // The caller asks for its own rights, but IAM cannot limit the actions to the caller.
    { actions: ["iam:SimulatePrincipalPolicy"], resources: [principals("role"), principals("user")] },
    { actions: ["iam:GetRole"], resources: [principals("role")] },
    // The quotas of an account have no resource type.
    {
      actions: [
        "lambda:GetAccountSettings",
        "servicequotas:ListAWSDefaultServiceQuotas",
        "servicequotas:ListServiceQuotas",
      ],
      resources: ["*"],
    },
    // The action lists groups: the requested group is only a filter.
    { actions: ["logs:DescribeLogGroups"], resources: ["*"] },
    // The groups of the hosts, without the attributes about visitors: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    {
      actions: ["dynamodb:Scan"],
      resources: stages.map(
        ({ name }) => `${arn}:dynamodb:${region}:${account}:table/${stagePrefix}${name}.Channels`,
      ),
      condition: {
        "ForAllValues:StringEquals": { "dynamodb:Attributes": ["channelKey", "channelName", "hostChatId"] },
        StringEquals: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
      },
    },
  ];
}

/**
 * Returns the permissions that the other commands need in addition to the reading permissions and to those of
 * Terraform.
 */
export function changingStatements(deployment: Deployment): readonly Statement[] {
  const { account, region, app, stagePrefix, stages, stateBucket, code, source } = deployment;
  const arn = arnIn(region);
  const bucket = (name: string) => `${arn}:s3:::${name}`;
  const codeBuckets = code.from === "s3" ? [code.bucket] : [];
  return [
    {
      actions: ["codebuild:DeleteSourceCredentials", "codebuild:ImportSourceCredentials"],
      resources: ["*"],
    },
    ...buildStatements(deployment),
    {
      actions: ["ssm:DeleteParameter", "ssm:GetParameter", "ssm:GetParameters", "ssm:PutParameter"],
      resources: [`${arn}:ssm:${region}:${account}:parameter/${app}/*`],
    },
    // Changes the version of a channel's identity key.
    {
      actions: ["dynamodb:UpdateItem"],
      resources: stages.map(
        ({ name }) => `${arn}:dynamodb:${region}:${account}:table/${stagePrefix}${name}.Channels`,
      ),
    },
    {
      actions: ["lambda:InvokeFunction"],
      resources: [...functionsOf(deployment, "lifecycle-handler"), ...functionsOf(deployment, "outbox")],
    },
    { actions: ["sqs:DeleteMessage"], resources: deadLettersOf(deployment) },
    {
      actions: ["sqs:GetQueueUrl", "sqs:SendMessage"],
      resources: queuesOf(deployment, ({ outboxQueue }) => [outboxQueue]),
    },
    // A state contains secrets, such as the secret of the proxy.
    { actions: ["s3:GetObject"], resources: [`${bucket(stateBucket)}/*.tfstate`] },
    { actions: ["s3:DeleteObject"], resources: [`${bucket(stateBucket)}/*.tflock`] },
    // The session of the end-to-end test.
    { actions: ["s3:PutObject"], resources: [`${bucket(source.bucket)}/e2e/auth.json`] },
    // Lambda reads code from a bucket with the permissions of the deployer.
    {
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: codeBuckets.map((name) => `${bucket(name)}/*`),
    },
  ].filter(({ resources }) => resources.length > 0);
}

/** Returns the ARNs of a function of every stage, with all aliases. */
function functionsOf({ account, region, stagePrefix, stages }: Deployment, role: string): readonly string[] {
  return stages.map(
    ({ name }) => `${arnIn(region)}:lambda:${region}:${account}:function:${stagePrefix}${name}-${role}:*`,
  );
}

function deadLettersOf(deployment: Deployment): readonly string[] {
  return queuesOf(deployment, ({ deadLettersQueue, undeliverableQueue }) => [
    deadLettersQueue,
    undeliverableQueue,
  ]);
}

/** Returns the ARNs of some queues of every stage. */
function queuesOf(
  deployment: Deployment,
  choose: (names: PhysicalNames) => readonly ((stage: string) => string)[],
): readonly string[] {
  const { account, region, stages } = deployment;
  return stages.flatMap(({ name }) =>
    choose(PhysicalNames.of(deployment)).map(
      (nameOf) => `${arnIn(region)}:sqs:${region}:${account}:${nameOf(name)}`,
    ),
  );
}

/**
 * Returns the permissions to start builds manually. docs/pipeline.md lists these builds. Only the project that ships to
 * dev accepts another buildspec. The explicit deny overrides other policies:
 * https://docs.aws.amazon.com/codebuild/latest/userguide/action-context-keys.html
 */
function buildStatements(deployment: Deployment): readonly Statement[] {
  const { account, region, stages } = deployment;
  const names = PhysicalNames.of(deployment);
  const projects = (kinds: readonly string[]) =>
    kinds.map(
      (kind) => `${arnIn(region)}:codebuild:${region}:${account}:project/${names.buildProject(kind)}`,
    );
  const prod = stages.some(({ name }) => name === "prod");
  const byHand = ["drift-check", "e2e-test", "security-scan", ...(prod ? ["deploy-on-tag"] : [])];
  const byEvents = ["pull-request", ...(prod ? ["promote", "smoke-test"] : [])];
  const overridden = (absent: "true" | "false") => ({ Null: { "codebuild:source.buildspec": absent } });
  return [
    { actions: ["codebuild:StartBuild"], resources: projects(["build-and-deploy"]) },
    { actions: ["codebuild:StartBuild"], resources: projects(byHand), condition: overridden("true") },
    {
      effect: "Deny",
      actions: ["codebuild:StartBuild", "codebuild:StartBuildBatch"],
      resources: projects([...byHand, ...byEvents]),
      condition: overridden("false"),
    },
  ];
}
