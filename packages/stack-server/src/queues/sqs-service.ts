import type { Clock } from "../clock";
import type { JsonService } from "../service-answer";
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from "./protocol/handled";
import { type Input, requiredText } from "./protocol/input";
import { getQueueAttributes } from "./protocol/queue-attributes";
import { receiveMessage } from "./protocol/receive";
import { sendMessage, sendMessageBatch } from "./protocol/send";
import type { Queue } from "./queue";
import type { Queues } from "./queues";
import { queryCodes, SqsError } from "./sqs-error";

/** SQS in AWS JSON 1.0: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html */
export function sqsService(queues: Queues): JsonService {
  return {
    targetPrefix: "AmazonSQS",
    contentType: "application/x-amz-json-1.0",
    call: async (action, input, signal) => {
      try {
        const body = await perform(queues, action, input, signal);
        return { status: 200, headers: {}, body };
      } catch (error) {
        if (!(error instanceof SqsError)) {
          throw error;
        }
        return {
          status: 400,
          headers: { "x-amzn-query-error": `${queryCodes[error.code]};Sender` },
          body: { __type: `com.amazonaws.sqs#${error.code}`, message: error.message },
        };
      }
    },
  };
}

type Action = (queue: Queue, input: Input, clock: Clock, signal: AbortSignal) => unknown;

const actions: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["ChangeMessageVisibility", changeMessageVisibility],
  ["ChangeMessageVisibilityBatch", changeMessageVisibilityBatch],
  ["DeleteMessage", deleteMessage],
  ["DeleteMessageBatch", deleteMessageBatch],
  ["GetQueueAttributes", getQueueAttributes],
  ["PurgeQueue", purgeQueue],
  ["ReceiveMessage", receiveMessage],
  ["SendMessage", sendMessage],
  ["SendMessageBatch", sendMessageBatch],
]);

function perform(queues: Queues, action: string, input: Input, signal: AbortSignal): unknown {
  if (action === "GetQueueUrl") {
    return { QueueUrl: existing(queues.byName(requiredText(input, "QueueName"))).model.queueUrl };
  }
  const act = actions.get(action);
  if (act === undefined) {
    throw new SqsError(
      "UnsupportedOperation",
      `The local run does not serve the operation ${action} of SQS.`,
    );
  }
  return act(existing(queues.byUrl(requiredText(input, "QueueUrl"))), input, queues.clock, signal);
}

function existing(queue: Queue | undefined): Queue {
  if (queue === undefined) {
    throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
  }
  return queue;
}

function purgeQueue(queue: Queue): Readonly<Record<string, unknown>> {
  queue.purge();
  return {};
}
