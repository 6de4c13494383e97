import { randomUUID } from "node:crypto";
import { SqsError } from "./sqs-error";

/** Creates a handle for one receive of a message. */
export function makeReceiptHandle(queueName: string, messageId: string): string {
  return Buffer.from(`${queueName} ${messageId} ${randomUUID()}`).toString("base64");
}

/** @returns the id of the message @throws SqsError when the queue did not create the handle */
export function readReceiptHandle(queueName: string, receiptHandle: string): string {
  const [queue, messageId, unique, ...more] = Buffer.from(receiptHandle, "base64").toString().split(" ");
  if (queue !== queueName || !messageId || !unique || more.length > 0) {
    throw new SqsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    );
  }
  return messageId;
}
