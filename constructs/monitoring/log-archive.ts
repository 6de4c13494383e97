import { AthenaNamedQuery } from "@cdktf/provider-aws/lib/athena-named-query";
import { AthenaWorkgroup } from "@cdktf/provider-aws/lib/athena-workgroup";
import { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { Construct } from "constructs";
import { abortLeftUploads, expire, keepBucketPrivate } from "../storage/private-bucket";
import { archiveQueries } from "./log-archive-queries";
import { logTable } from "./log-archive-table";

/** Prefix of the logs in the bucket. */
export const logsPrefix = "logs/";

/** Prefix of Athena's results in the bucket, and the days for which they are stored. */
const resultsPrefix = "results/";
const resultsDays = 7;

/** Bytes in a megabyte, as Athena counts them. The smallest limit that Athena accepts is ten megabytes. */
const bytesAMegabyte = 1_048_576;

export interface LogArchiveProps {
  /** First part of the bucket's name, at most 37 characters. The provider appends a unique suffix. */
  readonly bucketPrefix: string;
  readonly workgroupName: string;
  /** Name of the database: lower-case letters, digits and underscores. */
  readonly databaseName: string;
  readonly stages: readonly string[];
  /** Days until a log is deleted. */
  readonly days: number;
  /** Megabytes that one query may read. */
  readonly scanLimitMegabytes: number;
  /** Whether a destroy is rejected while the bucket contains logs. */
  readonly protect: boolean;
}

/**
 * Creates a bucket with logs by stage and day, which Athena queries as one table. It needs no import and no crawler.
 */
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
