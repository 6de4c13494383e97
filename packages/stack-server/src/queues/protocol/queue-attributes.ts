import type { Queue } from "../queue";
import { SqsError } from "../sqs-error";
import { type Input, texts } from "./input";

/**
 * Handles GetQueueAttributes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 *
 * @throws SqsError
 */
export function getQueueAttributes(queue: Queue, input: Input): Readonly<Record<string, unknown>> {
  const attributes = describeQueue(queue);
  const wanted = texts(input, "AttributeNames");
  const unknown = wanted.find((name) => name !== "All" && !Object.hasOwn(attributes, name));
  if (unknown !== undefined) {
    throw new SqsError("InvalidAttributeName", `Unknown Attribute ${unknown}.`);
  }
  const chosen = Object.entries(attributes).filter(
    ([name, value]) => value !== undefined && (wanted.includes("All") || wanted.includes(name)),
  );
  return chosen.length === 0 ? {} : { Attributes: Object.fromEntries(chosen) };
}

/** Returns all attributes of SQS, with `undefined` for those that this queue does not have. */
function describeQueue(queue: Queue): Readonly<Record<string, string | undefined>> {
  const { model } = queue;
  const { visible, inFlight, delayed } = queue.counts();
  const isPerGroup = model.deduplicationScope === "messageGroup";
  const ofFifo = (value: string) => (model.fifo ? value : undefined);
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ContentBasedDeduplication: ofFifo(String(model.contentBasedDeduplication)),
    DeduplicationScope: ofFifo(model.deduplicationScope),
    DelaySeconds: String(model.delaySeconds),
    FifoQueue: ofFifo("true"),
    FifoThroughputLimit: ofFifo(isPerGroup ? "perMessageGroupId" : "perQueue"),
    MaximumMessageSize: String(model.maximumMessageSizeBytes),
    MessageRetentionPeriod: String(model.messageRetentionSeconds),
    QueueArn: model.arn,
    ReceiveMessageWaitTimeSeconds: String(model.receiveWaitTimeSeconds),
    RedrivePolicy: model.redrive && JSON.stringify(model.redrive),
    VisibilityTimeout: String(model.visibilityTimeoutSeconds),
  };
}
