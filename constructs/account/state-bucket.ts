import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keepBucketPrivate, keepVersions } from "../storage/private-bucket";

/** Days for which an overwritten state can be restored. */
const oldVersionsDays = 90;

/**
 * Imports the bucket of the states. It must exist before any state can be stored, including its own. A destroy is
 * rejected.
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
   * Writes the same as `importFrom`, without its check, which runs Terraform. Synthesis needs no Terraform, and the
   * stack requires a version that supports import blocks.
   */
  #adopt(bucketName: string): void {
    const to = `${this.bucket.terraformResourceType}.${this.bucket.friendlyUniqueId}`;
    TerraformStack.of(this).addOverride("import", [{ to, id: bucketName }]);
  }
}
