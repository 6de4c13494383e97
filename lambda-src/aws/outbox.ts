import { createHash, randomUUID } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { jobKey } from "../chat/model";
import type { Outbox } from "../chat/ports";

/**
 * Sends notifications to the FIFO queue: a group for each job, so that one that waits holds up no other.
 */
export function outbox(client: SQSClient, queueUrl: string): Outbox {
  return { notify: (job) => sendToGroup(client, queueUrl, jobKey(job), job) };
}

/**
 * Sends a message to a group of a FIFO queue. Each has an id of its own, because SQS swallows a message whose
 * deduplication id it has seen within five minutes.
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
      // Hashed: a group's id has 128 characters at most, and stands in logs and traces.
      MessageGroupId: createHash("sha256").update(group).digest("hex"),
      MessageDeduplicationId: randomUUID(),
    }),
  );
}
