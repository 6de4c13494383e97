import { anything, type Grant, grant, type NameSource, named, type Place, type RightsByType } from "./rights";

// Names are exact, because the state bucket's name has the same prefix as the other names.
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
/** The objects in the buckets of a stack. A plan never reads them. */
export const objects: Place = { arns: ["{arn}:s3:::{name}/*"], names: bucketNames, kite: [] };

/** Grants to empty a bucket, including old versions, before it is deleted. */
export const empty: readonly Grant[] = [
  // A plan calls s3:ListBucket to find out whether the bucket exists.
  grant("s3", buckets, { actions: "ListBucketVersions", reads: "ListBucket" }),
  grant("s3", objects, { actions: "DeleteObject DeleteObjectVersion" }),
];

/** Returns the grant to read and change a setting of a bucket. */
export const readAndPut = (setting: string): readonly Grant[] => [
  grant("s3", buckets, { actions: `Put${setting}`, reads: `Get${setting}` }),
];
const tables = named("aws_dynamodb_table.name", "dynamodb:{region}:{account}:table/{name}", "{stage}.*");
// The name starts with a slash. The stack kite declares only the parameter of the proxy's secret, which its state
// contains anyway.
const parameters = named(
  "aws_ssm_parameter.name",
  "ssm:{region}:{account}:parameter{name}",
  "/{app}/proxy-secret",
);

export const storageRights: RightsByType = {
  aws_dynamodb_table: [
    grant("dynamodb", tables, {
      actions: `CreateTable DeleteTable TagResource UntagResource UpdateContinuousBackups UpdateTable
        UpdateTimeToLive`,
      reads: "DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource",
    }),
  ],
  aws_s3_bucket: [
    // The provider reads every setting of a bucket, even those that are separate resources.
    grant("s3", buckets, {
      actions: "CreateBucket DeleteBucket PutBucketTagging TagResource UntagResource",
      reads: `GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging
        GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging
        GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration
        GetReplicationConfiguration ListTagsForResource`,
    }),
    ...empty,
  ],
  aws_s3_bucket_cors_configuration: readAndPut("BucketCORS"),
  aws_s3_bucket_lifecycle_configuration: readAndPut("LifecycleConfiguration"),
  aws_s3_bucket_policy: [
    grant("s3", buckets, { actions: "DeleteBucketPolicy PutBucketPolicy", reads: "GetBucketPolicy" }),
  ],
  aws_s3_bucket_public_access_block: readAndPut("BucketPublicAccessBlock"),
  aws_s3_bucket_server_side_encryption_configuration: readAndPut("EncryptionConfiguration"),
  aws_ssm_parameter: [
    // The action lists parameters, and has no resource.
    grant("ssm", anything, { reads: "DescribeParameters" }),
    grant("ssm", parameters, {
      actions: "AddTagsToResource DeleteParameter GetParameters PutParameter RemoveTagsFromResource",
      reads: "GetParameter ListTagsForResource",
    }),
  ],
};
