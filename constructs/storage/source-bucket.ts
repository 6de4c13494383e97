import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { expire, keepBucketPrivate, keepVersions } from "./private-bucket";

/** Prefix of the builds' cache. */
export const cachePrefix = "cache/";

/**
 * Days until objects under a prefix are deleted. The longest build is much shorter than a day. Artifacts and the
 * records of dev's deploys do not expire: S3 can expire objects by age, but does not know which of them a stage runs. A
 * rollback may need code that has been live for years.
 */
const expiresDays: Readonly<Record<string, number>> = {
  "locks/": 1,
  [cachePrefix]: 14,
};

/** Days for which an overwritten object can be restored. */
const oldVersionsDays = 30;

/** Represents a zip for the bucket. */
export interface SourceObject {
  /** Path of the zip, relative to the stack's folder, where Terraform runs. */
  readonly path: string;
  /**
   * Hash of the content. When it changes, the zip is uploaded again.
   * @default - the zip is uploaded once, and a later object with its key is not overwritten
   */
  readonly hash?: string;
}

/** Creates the bucket for the functions' code: first the seed zips, later the pipeline's builds. */
export class SourceBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly #versioning: S3BucketVersioningA;

  /** @param bucketName the full name */
  constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", { bucket: bucketName, forceDestroy: true });
    keepBucketPrivate(this, this.bucket);
    const rules = Object.entries(expiresDays).map(([prefix, days]) =>
      expire(prefix.replace("/", ""), prefix, days),
    );
    this.#versioning = keepVersions(this, this.bucket, oldVersionsDays, rules);
  }

  /** Uploads a zip to the bucket. */
  put(id: string, key: string, object: SourceObject): void {
    new S3Object(this, id, {
      bucket: this.bucket.id,
      key,
      source: object.path,
      contentType: "application/zip",
      // An object that is uploaded before versioning is enabled has no version, and would get one later.
      dependsOn: [this.#versioning],
      ...(object.hash === undefined
        ? { lifecycle: { ignoreChanges: ["source"] } }
        : { sourceHash: object.hash }),
    });
  }
}
