import type { GlueCatalogDatabase } from "@cdktf/provider-aws/lib/glue-catalog-database";
import { GlueCatalogTable } from "@cdktf/provider-aws/lib/glue-catalog-table";
import type { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import type { Construct } from "constructs";

/** Fields of log lines that queries use. If a line does not have a field, the column is empty. */
const columns: Readonly<Record<string, string>> = {
  timestamp: "string",
  level: "string",
  service: "string",
  message: "string",
  xray_trace_id: "string",
  error: "struct<name:string,message:string>",
  channel: "string",
  direction: "string",
  messagesstored: "bigint",
  bytesstored: "bigint",
  messagesdelivered: "bigint",
  messagesundeliverable: "bigint",
  deliverytime: "double",
  type: "string",
  record:
    "struct<requestid:string,status:string,metrics:struct<durationms:double,initdurationms:double,maxmemoryusedmb:bigint>>",
  routekey: "string",
  status: "string",
  integrationerror: "string",
};

export interface LogTableProps {
  readonly database: GlueCatalogDatabase;
  readonly bucket: S3Bucket;
  readonly stages: readonly string[];
}

/**
 * Creates the table of the archive. Athena derives the partitions itself:
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection.html
 */
export function logTable(scope: Construct, id: string, props: LogTableProps): GlueCatalogTable {
  const location = `s3://${props.bucket.bucket}/logs/`;
  return new GlueCatalogTable(scope, id, {
    name: "logs",
    databaseName: props.database.name,
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      "projection.enabled": "true",
      "projection.stage.type": "enum",
      "projection.stage.values": props.stages.join(","),
      "projection.day.type": "date",
      "projection.day.format": "yyyy/MM/dd",
      "projection.day.range": "2026/01/01,NOW",
      // Athena replaces these placeholders. The dollar is doubled, so that Terraform leaves them unchanged.
      "storage.location.template": `${location}$\${stage}/$\${day}/`,
    },
    partitionKeys: [
      { name: "stage", type: "string" },
      { name: "day", type: "string" },
    ],
    storageDescriptor: {
      location,
      inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serDeInfo: {
        serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
        parameters: { "ignore.malformed.json": "true" },
      },
      columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
    },
  });
}
