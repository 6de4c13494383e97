import type { Clock } from "../clock";
import type { JsonService } from "../json-service";
import { md5, md5OfAttributes } from "./digests";
import type { MessageDraft } from "./message";
import { type BatchAnswer, forEachEntry, readEntries } from "./protocol/batch";
import { type Input, optionalInteger, requiredText } from "./protocol/input";
import { messageSize, readMessageDraft } from "./protocol/message-draft";
import { getQueueAttributes } from "./protocol/queue-attributes";
import { receiveMessage } from "./protocol/receive";
import { longestVisibilityTimeoutSeconds, type Queue } from "./queue";
import type { Queues } from "./queues";
import { SqsError } from "./sqs-error";

/** Creates a service for SQS with the protocol AWS JSON 1.0: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html */
export function sqsService(queues: Queues): JsonService {
  return {
    targetPrefix: "AmazonSQS",
    contentType: "application/x-amz-json-1.0",
    call: async (action, input, signal) => {
      if (action === "GetQueueUrl") {
        return { QueueUrl: existing(queues.byName(requiredText(input, "QueueName"))).model.queueUrl };
      }
      const act = actions.get(action);
      if (act === undefined) {
        throw new SqsError("UnsupportedOperation", `The SQS operation ${action} is not supported.`);
      }
      return act(existing(queues.byUrl(requiredText(input, "QueueUrl"))), input, queues.clock, signal);
    },
  };
}

/** An action of SQS. @throws SqsError */
type Action = (queue: Queue, input: Input, clock: Clock, signal: AbortSignal) => unknown;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["ChangeMessageVisibility", changeMessageVisibility],
  ["ChangeMessageVisibilityBatch", batchOf(changeMessageVisibility)],
  ["DeleteMessage", deleteMessage],
  ["DeleteMessageBatch", batchOf(deleteMessage)],
  ["GetQueueAttributes", getQueueAttributes],
  ["PurgeQueue", purgeQueue],
  ["ReceiveMessage", receiveMessage],
  ["SendMessage", sendMessage],
  ["SendMessageBatch", sendMessageBatch],
]);

function existing(queue: Queue | undefined): Queue {
  if (queue === undefined) {
    throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
  }
  return queue;
}

type Answer = Readonly<Record<string, unknown>>;

function batchOf(act: (queue: Queue, entry: Input) => Answer): (queue: Queue, input: Input) => BatchAnswer {
  return (queue, input) => forEachEntry(readEntries(input), (entry) => act(queue, entry));
}

function deleteMessage(queue: Queue, input: Input): Answer {
  queue.delete(requiredText(input, "ReceiptHandle"));
  return {};
}

function changeMessageVisibility(queue: Queue, input: Input): Answer {
  const handle = requiredText(input, "ReceiptHandle");
  const seconds = optionalInteger(input, "VisibilityTimeout", 0, longestVisibilityTimeoutSeconds);
  if (seconds === undefined) {
    throw new SqsError("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
  }
  queue.changeVisibility(handle, seconds);
  return {};
}

function purgeQueue(queue: Queue): Answer {
  queue.purge();
  return {};
}

/**
 * Limit of a batch, 1 MiB:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
const largestBatchBytes = 1_048_576;

function sendMessage(queue: Queue, input: Input): Answer {
  return send(queue, readMessageDraft(queue.model, input));
}

function sendMessageBatch(queue: Queue, input: Input): BatchAnswer {
  const entries = readEntries(input);
  let size = 0;
  forEachEntry(entries, (entry) => {
    size += messageSize(readMessageDraft(queue.model, entry));
    return {};
  });
  if (size > largestBatchBytes) {
    const message = `Batch requests cannot be longer than ${largestBatchBytes} bytes. You have sent ${size} bytes.`;
    throw new SqsError("BatchRequestTooLong", message);
  }
  return forEachEntry(entries, (entry) => send(queue, readMessageDraft(queue.model, entry)));
}

function send(queue: Queue, draft: MessageDraft): Answer {
  const { messageId, sequenceNumber } = queue.send(draft);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(draft.body),
    MD5OfMessageAttributes: md5OfAttributes(draft.attributes),
    SequenceNumber: sequenceNumber,
  };
}
