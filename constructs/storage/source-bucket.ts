import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { Construct } from "constructs";
import { expire, keepBucketPrivate, keepVersions } from "./private-bucket";

/** Where builds keep what they need for the next one, and for how many days. */
export const cachePrefix = "cache/";

/**
 * Days until things under a prefix go; the longest build is far shorter than a day. Artefacts, and what dev has passed,
 * stay: S3 knows their age and not which of them a stage runs, and what is live for years may have to be published again.
 */
const expiresDays: Readonly<Record<string, number>> = {
  "locks/": 1,
  [cachePrefix]: 14,
};

/** Days in which something that was overwritten can be taken back. */
const oldVersionsDays = 30;

/** A zip that is put into the bucket. */
export interface SourceObject {
  /** Path of the file, as Terraform in the stack's folder sees it. */
  readonly path: string;
  /**
   * Changes with the content: the zip is put there again then.
   * @default - the zip is put there once, and whatever lies there later is left alone
   */
  readonly hash?: string;
}

/** The bucket from which functions take their code: zips to begin with, then what the pipeline builds. */
export class SourceBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly #versioning: S3BucketVersioningA;

  /** @param bucketName the whole name */
  constructor(scope: Construct, id: string, bucketName: string) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", { bucket: bucketName, forceDestroy: true });
    keepBucketPrivate(this, this.bucket);
    const rules = Object.entries(expiresDays).map(([prefix, days]) =>
      expire(prefix.replace("/", ""), prefix, days),
    );
    this.#versioning = keepVersions(this, this.bucket, oldVersionsDays, rules);
  }

  /** Puts a zip into the bucket. */
  put(id: string, key: string, object: SourceObject): void {
    new S3Object(this, id, {
      bucket: this.bucket.id,
      key,
      source: object.path,
      contentType: "application/zip",
      // Put before, it would have no version, and get one by itself later.
      dependsOn: [this.#versioning],
      ...(object.hash === undefined
        ? { lifecycle: { ignoreChanges: ["source"] } }
        : { sourceHash: object.hash }),
    });
  }
}
