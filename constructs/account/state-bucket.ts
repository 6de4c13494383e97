import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { keepBucketPrivate, keepVersions } from "../storage/private-bucket";

/** Days in which a state that went wrong can be taken back. */
const oldVersionsDays = 90;

/**
 * The bucket of the states, adopted: it must be there before any state can be kept, its own too. A destroy is
 * refused.
 */
export class StateBucket extends Construct {
  readonly bucket: S3Bucket;

  /** @param bucketName the whole name */
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
   * What `importFrom` writes, without its check that runs Terraform: a synth needs none, and the stack demands one
   * that knows import blocks anyway.
   */
  #adopt(bucketName: string): void {
    const to = `${this.bucket.terraformResourceType}.${this.bucket.friendlyUniqueId}`;
    TerraformStack.of(this).addOverride("import", [{ to, id: bucketName }]);
  }
}
