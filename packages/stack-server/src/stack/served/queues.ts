import { z } from "zod";
import type { Attributes } from "../attributes";
import type { QueueModel } from "../model";
import { ResourceFault } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";

/** Reads `aws_sqs_queue`. @throws StackError when a dead-letter queue is not in the stack */
export function readQueues(reader: StackReader): readonly Entry<QueueModel>[] {
  const entries = reader.readAll(queueReader);
  for (const { address, redrive, fifo } of reader.served(entries)) {
    const target = entries.find(({ key }) => key === redrive?.deadLetterTargetArn);
    if (redrive !== undefined && target === undefined) {
      throw reader.error(
        address,
        `its dead-letter queue \`${redrive.deadLetterTargetArn}\` is not in the stack`,
      );
    }
    if (target !== undefined && reader.need(target, address).fifo !== fifo) {
      throw reader.error(
        address,
        `its dead-letter queue is ${target.address}; both must be FIFO queues, or both standard queues`,
      );
    }
  }
  return entries;
}

const queueReader: ResourceReader<QueueModel> = {
  type: "aws_sqs_queue",
  key: "arn",
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
      redrive: readRedrive(attributes),
    };
    if (queue.fifo !== queue.queueName.endsWith(".fifo")) {
      throw new ResourceFault(
        `\`name\` is \`${queue.queueName}\`; names of FIFO queues must end with \`.fifo\`, and other names must not`,
      );
    }
    return queue;
  },
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const redrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

function readRedrive(attributes: Attributes): QueueModel["redrive"] {
  if (!attributes.optionalText("redrive_policy")) {
    return undefined;
  }
  const policy = redrivePolicy.safeParse(JSON.parse(attributes.optionalJsonText("redrive_policy") ?? ""));
  if (!policy.success) {
    throw new ResourceFault(
      "`redrive_policy`: expected deadLetterTargetArn (an ARN) and maxReceiveCount (1 to 1000)",
    );
  }
  return policy.data;
}
