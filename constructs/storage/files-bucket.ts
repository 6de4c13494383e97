import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { partitionOf } from "../account/partition";
import { allow, type PolicyStatement } from "../account/policy";
import { abortLeftUploads, expire, keepBucketPrivate } from "./private-bucket";

/** Prefix of all keys. The permissions of the functions and the expiry refer to it. */
const keyPrefix = "files/";

export interface FilesBucketProps {
  /** First part of the bucket's name, at most 37 characters. The provider appends a unique suffix. */
  readonly bucketPrefix: string;
  /** Days until a file is deleted. */
  readonly retentionDays: number;
  /** Origins of the pages that may upload files. */
  readonly allowedOrigins: readonly string[];
  /**
   * Whether a destroy is rejected while the bucket contains files.
   * @default false
   */
  readonly protect?: boolean;
}

/** Creates the bucket for the files of a stage: private, TLS only, encrypted, and with an expiry. */
export class FilesBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: FilesBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucketPrefix: props.bucketPrefix,
      forceDestroy: !(props.protect ?? false),
    });
    keepBucketPrivate(this, this.bucket);
    this.#expire(props.retentionDays);
    this.#letBrowsersIn(props.allowedOrigins);
  }

  /** Returns the origin from which browsers load the files. @param region of the bucket */
  originIn(region: string): string {
    return `https://${this.bucket.bucket}.s3.${region}.${partitionOf(region).dnsSuffix}`;
  }

  /** Allows putting and getting files, and detecting that one is missing. */
  readAndWriteFiles(): PolicyStatement[] {
    return [
      allow("Files", ["s3:GetObject", "s3:PutObject"], `${this.bucket.arn}/${keyPrefix}*`),
      // Without this permission, S3 answers 403 for a missing object: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
      allow("MissingFiles", ["s3:ListBucket"], this.bucket.arn),
    ];
  }

  /** Allows erasing files. The permission to list the files is part of {@link readAndWriteFiles}. */
  eraseFiles(): PolicyStatement[] {
    return [allow("EraseFiles", ["s3:DeleteObject"], `${this.bucket.arn}/${keyPrefix}*`)];
  }

  #expire(retentionDays: number): void {
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.bucket.id,
      rule: [expire("retention", keyPrefix, retentionDays), abortLeftUploads],
    });
  }

  /** Any origin may read, because the URL is presigned and a browser sends `Origin: null` after a redirect. */
  #letBrowsersIn(allowedOrigins: readonly string[]): void {
    new S3BucketCorsConfiguration(this, "Cors", {
      bucket: this.bucket.id,
      corsRule: [
        { allowedMethods: ["GET", "HEAD"], allowedOrigins: ["*"] },
        {
          allowedMethods: ["PUT"],
          allowedOrigins: allowedOrigins.includes("*") ? ["*"] : [...allowedOrigins],
          allowedHeaders: ["content-type"],
        },
      ],
    });
  }
}
