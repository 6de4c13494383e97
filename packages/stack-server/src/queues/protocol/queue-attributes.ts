import type { Queue } from "../queue";
import { SqsError } from "../sqs-error";
import { type Input, texts } from "./input";

/**
 * GetQueueAttributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 *
 * @throws SqsError
 */
export function getQueueAttributes(queue: Queue, input: Input): Readonly<Record<string, unknown>> {
  const known = describeQueue(queue);
  const wanted = texts(input, "AttributeNames");
  const unknown = wanted.find((name) => name !== "All" && !KNOWN_NAMES.has(name));
  if (unknown !== undefined) {
    throw new SqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  }
  const chosen = Object.entries(known).filter(([name]) => wanted.includes("All") || wanted.includes(name));
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

const FIFO_NAMES = ["FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"];

const KNOWN_NAMES: ReadonlySet<string> = new Set([
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesDelayed",
  "ApproximateNumberOfMessagesNotVisible",
  "DelaySeconds",
  "MaximumMessageSize",
  "MessageRetentionPeriod",
  "QueueArn",
  "ReceiveMessageWaitTimeSeconds",
  "RedrivePolicy",
  "VisibilityTimeout",
  ...FIFO_NAMES,
]);

function describeQueue(queue: Queue): Readonly<Record<string, string>> {
  const { model } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const isPerGroup = model.deduplicationScope === "messageGroup";
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    DelaySeconds: String(model.delaySeconds),
    MaximumMessageSize: String(model.maximumMessageSizeBytes),
    MessageRetentionPeriod: String(model.messageRetentionSeconds),
    QueueArn: model.arn,
    ReceiveMessageWaitTimeSeconds: String(model.receiveWaitTimeSeconds),
    VisibilityTimeout: String(model.visibilityTimeoutSeconds),
    ...(model.redrive !== undefined && { RedrivePolicy: JSON.stringify(model.redrive) }),
    ...(model.fifo && {
      FifoQueue: "true",
      ContentBasedDeduplication: String(model.contentBasedDeduplication),
      DeduplicationScope: model.deduplicationScope,
      FifoThroughputLimit: isPerGroup ? "perMessageGroupId" : "perQueue",
    }),
  };
}
