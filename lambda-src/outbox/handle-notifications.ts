import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { deliver } from "../chat/delivery/deliver";
import { backoffMilliseconds } from "../chat/delivery/delivery";
import { parseJson } from "../chat/parse-json";
import type { ChatPorts, OutboxPorts } from "../chat/ports";

const ref = { channelName: z.string(), memberId: z.string() };

const job = z.discriminatedUnion("to", [
  z.object({ to: z.literal("host"), ...ref }),
  z.object({ to: z.literal("member"), ...ref, tag: z.string() }),
  z.object({ to: z.literal("erasure"), channelName: z.string(), memberId: z.optional(z.string()) }),
]);

/**
 * The longest step of a wait, in seconds. A longer wait has several steps, and each step checks whether the job must
 * still run. SQS hides a message for at most 12 hours in total.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html
 */
const stepMaxSeconds = 900;

/**
 * Age below which a notification is fresh, in milliseconds. SQS hides a notification for 15 s longer than the function
 * may run. Lambda retries a throttled invocation until the end of this time. A delivery that starts near the end would
 * run in parallel with the next delivery of the same conversation.
 * https://docs.aws.amazon.com/lambda/latest/operatorguide/sqs-retries.html
 */
const freshMilliseconds = 10_000;

/** A notification that is not fresh is hidden for the function's remaining time and this margin, in seconds. */
const marginSeconds = 15;

/**
 * Runs the jobs of the queue's notifications. A notification whose job must wait stays in the queue, and becomes
 * visible again when the wait is over. It is not sent again, because Lambda's recursion detection would stop a function
 * that sends to its own queue (https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html). Never throws.
 */
export async function handleNotifications(
  ports: OutboxPorts,
  queue: { readonly client: SQSClient; readonly url: string },
  records: readonly SQSRecord[],
  timeLeft: () => number,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const record of records) {
    const isOurs =
      isFresh(ports, record) ||
      (await hide(ports, queue, record, Math.ceil(timeLeft() / 1000) + marginSeconds));
    if (!isOurs) {
      // Another invocation handles the notification, or the notification becomes visible again soon.
      batchItemFailures.push({ itemIdentifier: record.messageId });
      continue;
    }
    const wait = await waitAfter(ports, record, timeLeft);
    if (wait === undefined) {
      continue;
    }
    await hide(ports, queue, record, Math.min(Math.ceil(wait / 1000), stepMaxSeconds));
    batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
}

/**
 * Returns whether the queue hides a notification for the whole invocation. SQS reports only when the notification was
 * first received. It may have been received again later, but not earlier.
 */
function isFresh({ now }: Pick<ChatPorts, "now">, { attributes }: SQSRecord): boolean {
  return now() - Number(attributes.ApproximateFirstReceiveTimestamp) < freshMilliseconds;
}

/** @returns milliseconds until the job is retried; `undefined` if it is done */
async function waitAfter(
  ports: OutboxPorts,
  { body, attributes }: SQSRecord,
  timeLeft: () => number,
): Promise<number | undefined> {
  const { data } = job.safeParse(parseJson(body));
  if (!data) {
    ports.log.error("a notification cannot be read", new Error("no job"));
    return undefined;
  }
  const attempt = Number(attributes.ApproximateReceiveCount);
  try {
    const outcome = await deliver(ports, data, attempt, timeLeft);
    return outcome.done ? undefined : outcome.retryAfterMilliseconds;
  } catch (error) {
    ports.log.error("a delivery failed and is tried again", error);
    return backoffMilliseconds(attempt);
  }
}

/** @returns false if the queue has not changed the visibility */
async function hide(
  ports: ChatPorts,
  queue: { readonly client: SQSClient; readonly url: string },
  record: SQSRecord,
  seconds: number,
): Promise<boolean> {
  try {
    await queue.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
    return true;
  } catch (error) {
    // The notification becomes visible anyway when the queue's own visibility timeout ends.
    ports.log.error("a notification's visibility was not changed", error);
    return false;
  }
}
