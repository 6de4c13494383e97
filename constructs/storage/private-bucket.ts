import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { Construct } from "constructs";
import { isReachedInPlain } from "../account/cloud";
import { policyText } from "../account/policy";

/** A lifecycle rule that deletes the parts of incomplete uploads, which cost money under any prefix. */
export const abortLeftUploads = {
  id: "left-uploads",
  status: "Enabled",
  // The empty prefix matches every object.
  filter: [{ prefix: "" }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
};

/** Returns a lifecycle rule that deletes objects under a prefix after some days. */
export function expire(id: string, prefix: string, days: number) {
  return { id, status: "Enabled", filter: [{ prefix }], expiration: [{ days }] };
}

/**
 * Keeps old versions of a bucket's objects for some days.
 * @param rules more rules for the bucket's lifecycle
 */
export function keepVersions(
  scope: Construct,
  bucket: S3Bucket,
  days: number,
  rules: readonly ReturnType<typeof expire>[] = [],
): S3BucketVersioningA {
  const versioning = new S3BucketVersioningA(scope, "Versioning", {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketLifecycleConfiguration(scope, "Lifecycle", {
    bucket: bucket.id,
    rule: [
      ...rules,
      { ...abortLeftUploads, id: "old-versions", noncurrentVersionExpiration: [{ noncurrentDays: days }] },
    ],
    // Old versions exist only once versioning is enabled: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration
    dependsOn: [versioning],
  });
  return versioning;
}

/**
 * Blocks public access and plain HTTP to a bucket, and encrypts its objects. On an emulator that serves plain HTTP, the
 * TLS policy is left out, because it would lock out all clients, including Terraform.
 */
export function keepBucketPrivate(scope: Construct, bucket: S3Bucket): void {
  const block = new S3BucketPublicAccessBlock(scope, "PublicAccessBlock", {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  if (!isReachedInPlain(scope)) {
    new S3BucketPolicy(scope, "Policy", {
      bucket: bucket.id,
      policy: tlsOnly(bucket.arn),
      // S3 rejects these two calls if they change one bucket at the same time.
      dependsOn: [block],
    });
  }
  new S3BucketServerSideEncryptionConfigurationA(scope, "Encryption", {
    bucket: bucket.id,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
}

/** Denies every request that does not use TLS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html */
function tlsOnly(bucketArn: string): string {
  return policyText([
    {
      Sid: "TlsOnly",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
  ]);
}
