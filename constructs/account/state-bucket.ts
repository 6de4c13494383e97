import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keepBucketPrivate, keepVersions } from "../storage/private-bucket";

/** Days for which an overwritten state can be restored. */
const oldVersionsDays = 90;

/**
 * Imports the state bucket. The bucket must exist before any state can be stored, including the state of this stack. A
 * destroy is rejected.
 */
export class StateBucket extends Construct {
  readonly bucket: S3Bucket;

  /** @param bucketName the full name */
  constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucket: bucketName,
      lifecycle: { preventDestroy: true },
    });
    this.#adopt(bucketName);
    keepBucketPrivate(this, this.bucket);
    keepVersions(this, this.bucket, oldVersionsDays);
  }

  /**
   * Declares the import block that `importFrom` would declare. `importFrom` runs Terraform to check its version, but
   * synthesis must not need Terraform. The stack requires a version that supports import blocks.
   */
  #adopt(bucketName: string): void {
    const to = `${this.bucket.terraformResourceType}.${this.bucket.friendlyUniqueId}`;
    TerraformStack.of(this).addOverride("import", [{ to, id: bucketName }]);
  }
}
