import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keepBucketPrivate } from "../storage/private-bucket";

/** Days in which a state that went wrong can be taken back. */
const oldVersionsDays = 90;

export interface StateBucketProps {
  /** The whole name of a bucket that is there. */
  readonly bucketName: string;
}

/**
 * The bucket of the states, adopted: it must be there before any state can be kept, its own too. A destroy is
 * refused.
 */
export class StateBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: StateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucket: props.bucketName,
      lifecycle: { preventDestroy: true },
    });
    this.#adopt(props.bucketName);
    keepBucketPrivate(this, this.bucket);
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          // The empty prefix: every object.
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: oldVersionsDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
      // Old versions are there once versions are: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket_lifecycle_configuration
      dependsOn: [versioning],
    });
  }

  /**
   * What `importFrom` writes, without its check that runs Terraform: a synth needs none, and the stack demands one
   * that knows import blocks anyway.
   */
  #adopt(bucketName: string): void {
    const to = `${this.bucket.terraformResourceType}.${this.bucket.friendlyUniqueId}`;
    TerraformStack.of(this).addOverride("import", [{ to, id: bucketName }]);
  }
}
