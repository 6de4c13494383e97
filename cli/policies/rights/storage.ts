import { ANYTHING, type Grant, type Place, type RightsByType } from "./rights";

const BUCKETS: Place = {
  arns: ["{arn}:s3:::{name}"],
  // As they are: the state bucket begins with the same letters as the others.
  names: { type: "aws_s3_bucket", attributes: ["bucket", "bucket_prefix"], exact: true },
};
const OBJECTS: Place = { ...BUCKETS, arns: ["{arn}:s3:::{name}/*"] };

/** Empties a bucket before it goes, old versions too. */
const EMPTY: readonly Grant[] = [
  { actions: ["s3:ListBucket", "s3:ListBucketVersions"], on: BUCKETS },
  { actions: ["s3:DeleteObject", "s3:DeleteObjectVersion"], on: OBJECTS },
];

const readAndPut = (...settings: readonly string[]): readonly Grant[] => [
  { actions: settings.flatMap((name) => [`s3:Get${name}`, `s3:Put${name}`]), on: BUCKETS },
];

export const STORAGE_RIGHTS: RightsByType = {
  aws_dynamodb_table: [
    {
      actions: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
      on: {
        arns: ["{arn}:dynamodb:{region}:{account}:table/{name}"],
        names: { type: "aws_dynamodb_table", attributes: ["name"] },
      },
    },
  ],
  aws_s3_bucket: [
    {
      // The provider reads every setting of a bucket, those of resources of their own too.
      actions: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
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
        "s3:PutBucketTagging",
        "s3:TagResource",
        "s3:UntagResource",
      ],
      on: BUCKETS,
    },
    ...EMPTY,
  ],
  aws_s3_bucket_cors_configuration: readAndPut("BucketCORS"),
  aws_s3_bucket_lifecycle_configuration: readAndPut("LifecycleConfiguration"),
  aws_s3_bucket_notification: readAndPut("BucketNotification"),
  aws_s3_bucket_ownership_controls: readAndPut("BucketOwnershipControls"),
  aws_s3_bucket_policy: [
    { actions: ["s3:DeleteBucketPolicy", "s3:GetBucketPolicy", "s3:PutBucketPolicy"], on: BUCKETS },
  ],
  aws_s3_bucket_public_access_block: readAndPut("BucketPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: readAndPut("EncryptionConfiguration"),
  aws_s3_bucket_versioning: readAndPut("BucketVersioning"),
  aws_s3_object: [
    {
      actions: [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:PutObject",
        "s3:PutObjectTagging",
      ],
      on: OBJECTS,
    },
    ...EMPTY,
  ],
  aws_ssm_parameter: [
    // It lists, and knows no single parameter.
    { actions: ["ssm:DescribeParameters"], on: ANYTHING },
    {
      actions: [
        "ssm:AddTagsToResource",
        "ssm:DeleteParameter",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListTagsForResource",
        "ssm:PutParameter",
        "ssm:RemoveTagsFromResource",
      ],
      on: {
        // The name begins with a slash.
        arns: ["{arn}:ssm:{region}:{account}:parameter{name}"],
        names: { type: "aws_ssm_parameter", attributes: ["name"] },
      },
    },
  ],
};
