import type { QueueModel } from "../model";
import { ResourceFault } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";

/** Reads `aws_sqs_queue`. @throws StackError when dead letters go to a queue that is not in the stack */
export function readQueues(reader: StackReader): readonly Entry<QueueModel>[] {
  const entries = reader.readAll(queueReader);
  for (const { address, redrive, fifo } of reader.served(entries)) {
    const target = entries.find(({ key }) => key === redrive?.deadLetterTargetArn);
    if (redrive !== undefined && target === undefined) {
      throw reader.error(
        address,
        `its dead letters go to \`${redrive.deadLetterTargetArn}\`, a queue that is not in the stack`,
      );
    }
    if (target !== undefined && reader.need(target, address).fifo !== fifo) {
      throw reader.error(address, `its dead letters go to ${target.address}; both must be FIFO, or neither`);
    }
  }
  return entries;
}

const queueReader: ResourceReader<QueueModel> = {
  type: "aws_sqs_queue",
  key: "arn",
  ignored: [
    "fifo_throughput_limit",
    "kms_data_key_reuse_period_seconds",
    "kms_master_key_id",
    "name_prefix",
    "policy",
    "redrive_allow_policy",
    "sqs_managed_sse_enabled",
  ],
  // Defaults: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/sqs_queue
  read: (attributes, address) => {
    const queue: QueueModel = {
      address,
      queueName: attributes.text("name"),
      queueUrl: attributes.text("url"),
      arn: attributes.text("arn"),
      fifo: attributes.optionalBoolean("fifo_queue") ?? false,
      contentBasedDeduplication: attributes.optionalBoolean("content_based_deduplication") ?? false,
      deduplicationScope:
        attributes.optionalChoice("deduplication_scope", ["queue", "messageGroup"]) ?? "queue",
      delaySeconds: attributes.optionalNumber("delay_seconds") ?? 0,
      visibilityTimeoutSeconds: attributes.optionalNumber("visibility_timeout_seconds") ?? 30,
      messageRetentionSeconds: attributes.optionalNumber("message_retention_seconds") ?? 345_600,
      receiveWaitTimeSeconds: attributes.optionalNumber("receive_wait_time_seconds") ?? 0,
      maximumMessageSizeBytes: attributes.optionalNumber("max_message_size") ?? 262_144,
      redrive: readRedrive(attributes.optionalText("redrive_policy")),
    };
    if (queue.fifo !== queue.queueName.endsWith(".fifo")) {
      throw new ResourceFault(
        `\`name\`: a queue's name ends in \`.fifo\` when it is FIFO, and only then; it is \`${queue.queueName}\``,
      );
    }
    return queue;
  },
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
function readRedrive(policy: string | undefined): QueueModel["redrive"] {
  if (policy === undefined || policy === "") {
    return undefined;
  }
  const { deadLetterTargetArn, maxReceiveCount } = parseObject(policy);
  const count = Number(maxReceiveCount);
  if (typeof deadLetterTargetArn !== "string" || !(Number.isInteger(count) && count >= 1 && count <= 1000)) {
    throw new ResourceFault(
      "`redrive_policy`: wanted are deadLetterTargetArn (an ARN) and maxReceiveCount (1 to 1000)",
    );
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch (cause) {
    throw new ResourceFault("`redrive_policy`: it is not JSON", { cause });
  }
}
