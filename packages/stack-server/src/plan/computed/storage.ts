import { partitionOf } from "../partition";
import type { ComputedFrom, ComputedTable } from "./computed-from";
import { arn, arnStart, madeUpName } from "./names";

/** Queues, tables and buckets. */
export const storageComputed: Readonly<Record<string, ComputedTable>> = {
  aws_dynamodb_table: {
    arn: (from) => arn(from, "dynamodb", `table/${from.text("name")}`),
    id: (from) => from.text("name"),
  },
  aws_s3_bucket: {
    arn: (from) => `${arnStart(from)}:s3:::${from.text("bucket")}`,
    bucket: (from) => madeUpName(from, "bucket_prefix"),
    bucket_domain_name: (from) => `${from.text("bucket")}.s3.${partitionOf(from.region).dnsSuffix}`,
    bucket_regional_domain_name: (from) =>
      `${from.text("bucket")}.s3.${from.region}.${partitionOf(from.region).dnsSuffix}`,
    id: (from) => from.text("bucket"),
    region: (from) => from.region,
  },
  aws_sqs_queue: {
    arn: (from) => arn(from, "sqs", from.text("name")),
    fifo_queue: () => false,
    id: queueUrl,
    name: (from) =>
      madeUpName(from, "name_prefix", from.optionalText("fifo_queue") === "true" ? ".fifo" : ""),
    url: queueUrl,
  },
};

function queueUrl(from: ComputedFrom): string {
  return `${from.servicesEndpoint}/${from.accountId}/${from.text("name")}`;
}
