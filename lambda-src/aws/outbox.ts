import { createHash, randomUUID } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { jobKey } from "../chat/model";
import type { Outbox } from "../chat/ports";

/**
 * Sends notifications to the FIFO queue. Each job has its own group, so that a waiting job does not delay other jobs.
 */
export function outbox(client: SQSClient, queueUrl: string): Outbox {
  return { notify: (job) => sendToGroup(client, queueUrl, jobKey(job), job) };
}

/**
 * Sends a message to a group of a FIFO queue. Each message has its own deduplication id, because SQS drops a message
 * whose id it has seen within five minutes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
export async function sendToGroup(
  client: SQSClient,
  QueueUrl: string,
  group: string,
  body: object,
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: JSON.stringify(body),
      // Hashed, because a group id has at most 128 characters and appears in logs and traces.
      MessageGroupId: createHash("sha256").update(group).digest("hex"),
      MessageDeduplicationId: randomUUID(),
    }),
  );
}
