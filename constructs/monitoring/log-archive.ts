import { AthenaNamedQuery } from "@cdktf/provider-aws/lib/athena-named-query";
import { AthenaWorkgroup } from "@cdktf/provider-aws/lib/athena-workgroup";
import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { abortLeftUploads, expire, keepBucketPrivate } from "../storage/private-bucket";
import { archiveQueries } from "./log-archive-queries";
import { logTable } from "./log-archive-table";

/** Where logs lie in the bucket. */
export const logsPrefix = "logs/";

/** Where what Athena answers lies in the bucket, and for how many days. */
const resultsPrefix = "results/";
const resultsDays = 7;

/** Athena counts a megabyte so; ten of them are the least that it takes as a limit. */
const bytesAMegabyte = 1_048_576;

export interface LogArchiveProps {
  /** First part of the bucket's name; the provider adds a unique end. At most 37 characters. */
  readonly bucketPrefix: string;
  readonly workgroupName: string;
  /** Lower-case letters, digits and underscores. */
  readonly databaseName: string;
  readonly stages: readonly string[];
  /** Days until a log is deleted. */
  readonly days: number;
  /** What one query may read. */
  readonly scanLimitMegabytes: number;
  /** True: a destroy is refused while logs are in it. */
  readonly protect: boolean;
}

/** Logs by stage and day in a bucket, which Athena asks as one table: nothing has to be loaded or crawled. */
export class LogArchive extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "Bucket", {
      bucketPrefix: props.bucketPrefix,
      forceDestroy: !props.protect,
    });
    keepBucketPrivate(this, this.bucket);
    this.#expire(props.days);
    const database = new GlueCatalogDatabase(this, "Database", { name: props.databaseName });
    const table = logTable(this, "Table", { database, bucket: this.bucket, stages: props.stages });
    const workgroup = this.#workgroup(props);
    for (const { name, lines } of archiveQueries) {
      new AthenaNamedQuery(this, name.replaceAll(" ", ""), {
        name,
        workgroup: workgroup.name,
        database: database.name,
        query: lines.join("\n").replaceAll("{table}", table.name),
      });
    }
  }

  #expire(days: number): void {
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket: this.bucket.id,
      rule: [
        expire("logs", logsPrefix, days),
        expire("results", resultsPrefix, resultsDays),
        abortLeftUploads,
      ],
    });
  }

  #workgroup(props: LogArchiveProps): AthenaWorkgroup {
    return new AthenaWorkgroup(this, "Workgroup", {
      name: props.workgroupName,
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        bytesScannedCutoffPerQuery: props.scanLimitMegabytes * bytesAMegabyte,
        resultConfiguration: {
          outputLocation: `s3://${this.bucket.bucket}/${resultsPrefix}`,
          encryptionConfiguration: { encryptionOption: "SSE_S3" },
        },
      },
    });
  }
}
