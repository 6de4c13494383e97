import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import type { Construct } from "constructs";
import { isReachedInPlain } from "../account/cloud";

/** A rule of a bucket's lifecycle: parts of an upload that was left cost as long as they lie there, wherever they lie. */
export const abortLeftUploads = {
  id: "left-uploads",
  status: "Enabled",
  // The empty prefix: every object.
  filter: [{ prefix: "" }],
  abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
};

/**
 * Closes a bucket to the public and to plain HTTP, and encrypts what lies in it. An emulator that speaks plain HTTP
 * would lock everybody out of it, Terraform's own state with the rest: it gets all but that policy.
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
      // S3 refuses two of these calls at once on one bucket.
      dependsOn: [block],
    });
  }
  new S3BucketServerSideEncryptionConfigurationA(scope, "Encryption", {
    bucket: bucket.id,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
}

/** Refuses every request that did not come over TLS: https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html */
function tlsOnly(bucketArn: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucketArn, `${bucketArn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
