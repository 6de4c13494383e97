import { readStack } from "../../src/stack/read-stack";
import { context, writeStack } from "./synthesize";

describe("the partition of a served stack", () => {
  it.each([
    ["eu-central-1", "aws", "amazonaws.com", "com.amazonaws"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com", "com.amazonaws"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu", "eu.amazonaws"],
  ])("follows the region %s", (region, partition, suffix, reversed) => {
    const directory = writeStack({
      provider: { aws: [{ region, allowed_account_ids: ["123456789012"] }] },
      data: { aws_partition: { here: {} } },
      resource: {
        aws_apigatewayv2_api: { api: { name: "api", protocol_type: "HTTP" } },
        aws_iam_role: { role: { name: "role", assume_role_policy: "{}" } },
        aws_s3_bucket: { files: { bucket: "files" } },
        aws_sqs_queue: { outbox: { name: "outbox" } },
      },
      output: Object.fromEntries(
        [
          "data.aws_partition.here.partition",
          "data.aws_partition.here.dns_suffix",
          "data.aws_partition.here.reverse_dns_prefix",
          "aws_iam_role.role.arn",
          "aws_s3_bucket.files.arn",
          "aws_s3_bucket.files.bucket_regional_domain_name",
          "aws_sqs_queue.outbox.arn",
        ].map((value, index) => [`value${index}`, { value: `\${${value}}` }]),
      ),
    });

    expect(Object.values(readStack(directory, context).outputs)).toEqual([
      partition,
      suffix,
      reversed,
      `arn:${partition}:iam::123456789012:role/role`,
      `arn:${partition}:s3:::files`,
      `files.s3.${region}.${suffix}`,
      `arn:${partition}:sqs:${region}:123456789012:outbox`,
    ]);
  });
});
