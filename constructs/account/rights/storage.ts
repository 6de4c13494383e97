import { anything, type Grant, type NameSource, type Place, type RightsByType } from "./rights";

// As they are: the state bucket begins with the same letters as the others.
const bucketNames: NameSource = {
  type: "aws_s3_bucket",
  attributes: ["bucket", "bucket_prefix"],
  exact: true,
};
const buckets: Place = {
  arns: ["{arn}:s3:::{name}"],
  names: bucketNames,
  kite: ["{arn}:s3:::{app}-{stage-name}-files-*", "{arn}:s3:::{app}-logs-*"],
};
/** The objects of the buckets of a stack. No plan reads them. */
export const objects: Place = { arns: ["{arn}:s3:::{name}/*"], names: bucketNames, kite: [] };

/** Empties a bucket before it is deleted, old versions too. */
export const empty: readonly Grant[] = [
  // A plan asks by s3:ListBucket whether the bucket is there.
  { actions: ["s3:ListBucketVersions"], reads: ["s3:ListBucket"], on: buckets },
  { actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], on: objects },
];

/** Reads and changes a setting of a bucket. */
export const readAndPut = (setting: string): readonly Grant[] => [
  { actions: [`s3:Put${setting}`], reads: [`s3:Get${setting}`], on: buckets },
];

export const storageRights: RightsByType = {
  aws_dynamodb_table: [
    {
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
      reads: [
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
      ],
      on: {
        arns: ["{arn}:dynamodb:{region}:{account}:table/{name}"],
        names: { type: "aws_dynamodb_table", attributes: ["name"] },
        kite: ["{arn}:dynamodb:{region}:{account}:table/{stage}.*"],
      },
    },
  ],
  aws_s3_bucket: [
    {
      // The provider reads every setting of a bucket, those of resources of their own too.
      actions: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:PutBucketTagging",
        "s3:TagResource",
        "s3:UntagResource",
      ],
      reads: [
        "s3:GetAccelerateConfiguration",
        "s3:GetBucketAcl",
        "s3:GetBucketCORS",
        "s3:GetBucketLocation",
        "s3:GetBucketLogging",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketPolicy",
        "s3:GetBucketRequestPayment",
        "s3:GetBucketTagging",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListTagsForResource",
      ],
      on: buckets,
    },
    ...empty,
  ],
  aws_s3_bucket_cors_configuration: readAndPut("BucketCORS"),
  aws_s3_bucket_lifecycle_configuration: readAndPut("LifecycleConfiguration"),
  aws_s3_bucket_policy: [
    { actions: ["s3:DeleteBucketPolicy", "s3:PutBucketPolicy"], reads: ["s3:GetBucketPolicy"], on: buckets },
  ],
  aws_s3_bucket_public_access_block: readAndPut("BucketPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: readAndPut("EncryptionConfiguration"),
  aws_ssm_parameter: [
    // It lists, and knows no single parameter.
    { reads: ["ssm:DescribeParameters"], on: anything },
    {
      actions: [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameters",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
      reads: ["ssm:GetParameter", "ssm:ListTagsForResource"],
      on: {
        // The name begins with a slash.
        arns: ["{arn}:ssm:{region}:{account}:parameter{name}"],
        names: { type: "aws_ssm_parameter", attributes: ["name"] },
        // The proxy's secret, which is in the state anyway; no token of a bot.
        kite: ["{arn}:ssm:{region}:{account}:parameter/{app}/proxy-secret"],
      },
    },
  ],
};
