import type { QueueModel } from "../../src/stack/model";

/** Creates a queue with the provider's defaults and the given overrides. */
export function queueModel(over: Partial<QueueModel> = {}): QueueModel {
  const queueName = over.queueName ?? (over.fifo === true ? "jobs.fifo" : "jobs");
  return {
    address: "aws_sqs_queue.jobs",
    queueName,
    queueUrl: `http://127.0.0.1:1/000000000000/${queueName}`,
    arn: `arn:aws:sqs:eu-central-1:000000000000:${queueName}`,
    fifo: false,
    contentBasedDeduplication: false,
    deduplicationScope: "queue",
    delaySeconds: 0,
    visibilityTimeoutSeconds: 30,
    messageRetentionSeconds: 345_600,
    receiveWaitTimeSeconds: 0,
    maximumMessageSizeBytes: 262_144,
    redrive: undefined,
    ...over,
  };
}
