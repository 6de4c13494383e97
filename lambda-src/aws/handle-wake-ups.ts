import { ChangeMessageVisibilityCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { deliver } from "../chat/deliver";
import { groupBy } from "../chat/group-by";
import { type Destination, readDestinationKey } from "../chat/model";
import type { ChatPorts } from "../chat/ports";

/** The longest wait between two tries, in seconds. */
const backoffMaxSeconds = 900;

const wakeUp = z.object({ waitsFor: z.string() });

/**
 * Delivers for each destination that was woken. Wake-ups of a destination that must wait stay on the queue and
 * come back when its time has come; the others are done.
 */
export async function handleWakeUps(
  ports: ChatPorts,
  queue: { readonly client: SQSClient; readonly url: string },
  records: readonly SQSRecord[],
  timeLeft: () => number,
): Promise<SQSBatchResponse> {
  const groups = groupBy(records, (record) => record.attributes.MessageGroupId ?? record.messageId);
  const failures = await Promise.all(
    groups.map(async (group) => {
      const seconds = await deliverGroup(ports, group, timeLeft);
      if (seconds === undefined) return [];
      await Promise.all(group.map((record) => showAgain(ports, queue, record, seconds)));
      return group.map(({ messageId }) => ({ itemIdentifier: messageId }));
    }),
  );
  return { batchItemFailures: failures.flat() };
}

/** @returns after how many seconds to try again, `undefined` when all is done */
async function deliverGroup(
  ports: ChatPorts,
  group: readonly [SQSRecord, ...SQSRecord[]],
  timeLeft: () => number,
): Promise<number | undefined> {
  // One destination a group: the group's id is made of it.
  const destination = destinationIn(group[0].body);
  if (!destination) {
    ports.log.error("a wake-up cannot be read", new Error("no destination"));
    return undefined;
  }
  const tries = Number(group[0].attributes.ApproximateReceiveCount);
  try {
    const outcome = await deliver(ports, destination, timeLeft);
    return outcome.done ? undefined : (outcome.retryAfterSeconds ?? backoffSeconds(tries));
  } catch (error) {
    ports.log.error("a delivery failed and is tried again", error);
    return backoffSeconds(tries);
  }
}

function destinationIn(body: string): Destination | undefined {
  try {
    const parsed = wakeUp.safeParse(JSON.parse(body));
    return parsed.success ? readDestinationKey(parsed.data.waitsFor) : undefined;
  } catch {
    return undefined;
  }
}

function backoffSeconds(tries: number): number {
  return Math.min(backoffMaxSeconds, 2 ** Math.min(tries, 10));
}

async function showAgain(
  ports: ChatPorts,
  queue: { readonly client: SQSClient; readonly url: string },
  record: SQSRecord,
  seconds: number,
): Promise<void> {
  try {
    await queue.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queue.url,
        ReceiptHandle: record.receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  } catch (error) {
    // It comes back all the same, when the queue's own visibility timeout is over.
    ports.log.error("a wake-up's visibility was not changed", error);
  }
}
