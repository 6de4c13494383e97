import { LONGEST_VISIBILITY_TIMEOUT_SECONDS, type Queue } from "../queue";
import { SqsError } from "../sqs-error";
import { type BatchAnswer, forEachEntry, readEntries } from "./batch";
import { type Input, optionalInteger, requiredText } from "./input";

/** DeleteMessage. @throws SqsError */
export function deleteMessage(queue: Queue, input: Input): Readonly<Record<string, unknown>> {
  queue.delete(requiredText(input, "ReceiptHandle"));
  return {};
}

/** DeleteMessageBatch. @throws SqsError */
export function deleteMessageBatch(queue: Queue, input: Input): BatchAnswer {
  return forEachEntry(readEntries(input), (entry) => deleteMessage(queue, entry));
}

/** ChangeMessageVisibility. @throws SqsError */
export function changeMessageVisibility(queue: Queue, input: Input): Readonly<Record<string, unknown>> {
  const handle = requiredText(input, "ReceiptHandle");
  const seconds = optionalInteger(input, "VisibilityTimeout", 0, LONGEST_VISIBILITY_TIMEOUT_SECONDS);
  if (seconds === undefined) {
    throw new SqsError("MissingParameter", "The request must contain the parameter VisibilityTimeout.");
  }
  queue.changeVisibility(handle, seconds);
  return {};
}

/** ChangeMessageVisibilityBatch. @throws SqsError */
export function changeMessageVisibilityBatch(queue: Queue, input: Input): BatchAnswer {
  return forEachEntry(readEntries(input), (entry) => changeMessageVisibility(queue, entry));
}
