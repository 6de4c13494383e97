import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Construct } from "constructs";
import type { PolicyStatement } from "./policy";

/** All keys begin with it: what the functions may touch and what expires. */
const KEY_PREFIX = "files/";

export interface FilesBucketProps {
  /** First part of the bucket's name; the provider adds a unique end. At most 37 characters. */
  readonly bucketPrefix: string;
  /** Days until a file is deleted. */
  readonly retentionDays: number;
  /** Origins whose pages may upload. */
  readonly allowedOrigins: readonly string[];
  /**
   * True: a destroy is refused while files are in it.
   * @default false
   */
  readonly protect?: boolean;
}

/** The files of a stage: private, over TLS only, encrypted, and gone after the retention. */
export class FilesBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: FilesBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucketPrefix: props.bucketPrefix,
      forceDestroy: !(props.protect ?? false),
    });
    this.closeToThePublic();
    this.encrypt();
    this.expire(props.retentionDays);
    this.letBrowsersIn(props.allowedOrigins);
  }

  /** Allows to put and get files, and to be told when one is missing. */
  readAndWriteFiles(): PolicyStatement[] {
    return [
      {
        sid: "Files",
        actions: ["s3:GetObject", "s3:PutObject"],
        resources: [`${this.bucket.arn}/${KEY_PREFIX}*`],
      },
      // Without it S3 answers 403 for a missing object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
      { sid: "MissingFiles", actions: ["s3:ListBucket"], resources: [this.bucket.arn] },
    ];
  }

  private closeToThePublic(): void {
    const block = new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, "Policy", {
      bucket: this.bucket.id,
      policy: tlsOnly(this.bucket.arn),
      // S3 refuses two of these calls at once on one bucket.
      dependsOn: [block],
    });
  }

  private encrypt(): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket: this.bucket.id,
      rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  }

  private expire(retentionDays: number): void {
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "retention",
          status: "Enabled",
          filter: [{ prefix: KEY_PREFIX }],
          expiration: [{ days: retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
  }

  /** Reading is open to any origin, for the URL is presigned and a browser sends `Origin: null` after a redirect. */
  private letBrowsersIn(allowedOrigins: readonly string[]): void {
    new S3BucketCorsConfiguration(this, "Cors", {
      bucket: this.bucket.id,
      corsRule: [
        { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["*"] },
        { allowedMethods: ["PUT"], allowedOrigins: [...allowedOrigins], allowedHeaders: ["content-type"] },
      ],
    });
  }
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
