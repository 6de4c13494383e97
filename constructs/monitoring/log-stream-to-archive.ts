import { CloudwatchLogStream } from "@cdktf/provider-aws/lib/cloudwatch-log-stream";
import { CloudwatchLogSubscriptionFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-subscription-filter";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KinesisFirehoseDeliveryStream } from "@cdktf/provider-aws/lib/kinesis-firehose-delivery-stream";
import { Construct } from "constructs";
import { allow, type PolicyStatement, policyDocument, trustPolicy } from "../account/policy";
import { serviceRole } from "../account/service-role";
import { type LogArchive, logsPrefix } from "./log-archive";
import { newLogGroup } from "./log-group";

/** Firehose writes buffered logs after this time or at this size. Large files are cheaper to query. */
const bufferingSeconds = 900;
const bufferingMegabytes = 64;

export interface LogStreamToArchiveProps {
  readonly archive: LogArchive;
  readonly stage: string;
  readonly streamName: string;
  /** Name of the role with which Firehose writes to the bucket. */
  readonly deliveryRoleName: string;
  /** Name of the role with which CloudWatch Logs writes to Firehose. */
  readonly subscriptionRoleName: string;
  /** Log groups by short names. Each is a reference, so that the group exists before the subscription. */
  readonly logGroups: Readonly<Record<string, string>>;
  /** Days for which Firehose's own error logs are stored. */
  readonly logRetentionDays: number;
  readonly permissionsBoundaryArn: string | undefined;
}

/** Streams the logs of one stage to the archive: the original lines, in one folder for each day. */
export class LogStreamToArchive extends Construct {
  readonly #props: LogStreamToArchiveProps;

  constructor(scope: Construct, id: string, props: LogStreamToArchiveProps) {
    super(scope, id);
    this.#props = props;
    const stream = this.#deliveryStream();
    const { role, policy } = this.#role("Subscription", props.subscriptionRoleName, "logs.amazonaws.com", [
      allow("Stream", ["firehose:PutRecord", "firehose:PutRecordBatch"], stream.arn),
    ]);
    for (const [name, logGroupName] of Object.entries(props.logGroups)) {
      new CloudwatchLogSubscriptionFilter(this, name, {
        name: "archive",
        logGroupName,
        // An empty pattern matches everything.
        filterPattern: "",
        destinationArn: stream.arn,
        roleArn: role.arn,
        dependsOn: [policy],
      });
    }
  }

  #deliveryStream(): KinesisFirehoseDeliveryStream {
    const { archive, stage, streamName, deliveryRoleName, logRetentionDays } = this.#props;
    const { bucket } = archive;
    const logs = newLogGroup(this, "Logs", `/aws/kinesisfirehose/${streamName}`, logRetentionDays);
    const faults = new CloudwatchLogStream(this, "Faults", { name: "delivery", logGroupName: logs.name });
    const { role, policy } = this.#role("Delivery", deliveryRoleName, "firehose.amazonaws.com", [
      // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-s3
      allow("Bucket", ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], bucket.arn),
      allow(
        "Objects",
        ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        `${bucket.arn}/${logsPrefix}*`,
      ),
      allow("Faults", ["logs:PutLogEvents"], `${logs.arn}:log-stream:*`),
    ]);
    return new KinesisFirehoseDeliveryStream(this, "Stream", {
      name: streamName,
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "AWS_OWNED_CMK" },
      extendedS3Configuration: {
        bucketArn: bucket.arn,
        roleArn: role.arn,
        prefix: `${logsPrefix}${stage}/!{timestamp:yyyy/MM/dd}/`,
        errorOutputPrefix: `${logsPrefix}failed/${stage}/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/`,
        bufferingInterval: bufferingSeconds,
        bufferingSize: bufferingMegabytes,
        compressionFormat: "GZIP",
        cloudwatchLoggingOptions: { enabled: true, logGroupName: logs.name, logStreamName: faults.name },
        processingConfiguration: { enabled: true, processors: lines },
      },
      dependsOn: [policy],
    });
  }

  #role(id: string, name: string, service: string, statements: readonly PolicyStatement[]) {
    const { permissionsBoundaryArn } = this.#props;
    const role = serviceRole(
      this,
      `${id}Role`,
      { roleName: name, permissionsBoundaryArn },
      trustPolicy(service),
    );
    const policy = new IamRolePolicy(this, `${id}Policy`, {
      name: "archive",
      role: role.id,
      policy: policyDocument(statements),
    });
    return { role, policy };
  }
}

/**
 * CloudWatch sends lines compressed and wrapped. These processors decompress and unwrap them, and end each with a
 * newline. https://docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs-decompression.html
 */
const lines = [
  { type: "Decompression", parameters: [{ parameterName: "CompressionFormat", parameterValue: "GZIP" }] },
  {
    type: "CloudWatchLogProcessing",
    parameters: [{ parameterName: "DataMessageExtraction", parameterValue: "true" }],
  },
  { type: "AppendDelimiterToRecord", parameters: [{ parameterName: "Delimiter", parameterValue: "\\n" }] },
];
