import type { Deployment } from "../../settings/deployment";
import type { Statement } from "./policy";

/** The calls of the scripts themselves, by the names of the AWS SDK (a command, or what asks page by page), and the action that IAM sees. */
export const ACTIONS_OF_CALLS: Readonly<Record<string, readonly string[]>> = {
  CreateBucketCommand: ["s3:CreateBucket"],
  DeleteBucketCommand: ["s3:DeleteBucket"],
  DeleteObjectsCommand: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
  DeleteParameterCommand: ["ssm:DeleteParameter"],
  DeleteSourceCredentialsCommand: ["codebuild:DeleteSourceCredentials"],
  GetCallerIdentityCommand: ["sts:GetCallerIdentity"],
  GetFunctionConfigurationCommand: ["lambda:GetFunctionConfiguration"],
  GetObjectCommand: ["s3:GetObject"],
  GetParameterCommand: ["ssm:GetParameter"],
  GetParametersCommand: ["ssm:GetParameters"],
  // A bucket's head is its list, and an object that is not there is told to who may list alone.
  HeadBucketCommand: ["s3:ListBucket"],
  HeadObjectCommand: ["s3:GetObject", "s3:ListBucket"],
  ImportSourceCredentialsCommand: ["codebuild:ImportSourceCredentials"],
  InvokeCommand: ["lambda:InvokeFunction"],
  ListObjectVersionsCommand: ["s3:ListBucketVersions"],
  ListSourceCredentialsCommand: ["codebuild:ListSourceCredentials"],
  PutParameterCommand: ["ssm:PutParameter"],
  paginateDescribeParameters: ["ssm:DescribeParameters"],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
  paginateListObjectsV2: ["s3:ListBucket"],
};

/** What the npm scripts do beside Terraform: whose account it is, secrets, what is there already. */
export function operatorStatements(deployment: Deployment): readonly Statement[] {
  const { account, region, app, stagePrefix, stages, stateBucket, code } = deployment;
  const bucket = (name: string) => `arn:aws:s3:::${name}`;
  const functions = (role: string) =>
    stages.map(({ name }) => `arn:aws:lambda:${region}:${account}:function:${stagePrefix}${name}-${role}:*`);
  const codeBuckets = code.from === "s3" ? [code.bucket] : [];
  return [
    { actions: ["sts:GetCallerIdentity"], resources: ["*"] },
    // The credential for GitHub is one for the account and region, and IAM knows no resource for it.
    {
      actions: [
        "codebuild:DeleteSourceCredentials",
        "codebuild:ImportSourceCredentials",
        "codebuild:ListSourceCredentials",
      ],
      resources: ["*"],
    },
    {
      actions: ["ssm:DeleteParameter", "ssm:GetParameter", "ssm:GetParameters", "ssm:PutParameter"],
      resources: [`arn:aws:ssm:${region}:${account}:parameter/${app}/*`],
    },
    // It lists names, never values, and IAM knows no resource for it. Another bot's token is found by its name.
    { actions: ["ssm:DescribeParameters"], resources: ["*"] },
    { actions: ["lambda:InvokeFunction"], resources: functions("lifecycle-handler") },
    { actions: ["lambda:GetFunctionConfiguration"], resources: functions("*") },
    { actions: ["s3:ListBucket"], resources: [stateBucket, ...codeBuckets].map(bucket) },
    { actions: ["s3:GetObject"], resources: [`${bucket(stateBucket)}/*.tfstate`] },
    // Lambda takes code from a bucket by the rights of who deploys.
    {
      actions: ["s3:GetObject", "s3:GetObjectVersion"],
      resources: codeBuckets.map((name) => `${bucket(name)}/*`),
    },
  ].filter(({ resources }) => resources.length > 0);
}
