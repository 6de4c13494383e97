import { createHash, randomUUID } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { jobKey } from "../chat/model";
import type { Outbox } from "../chat/ports";

/**
 * Sends notifications to the FIFO queue: a group for each job, so that one that waits holds up no other. Each has an
 * id of its own, because SQS swallows a message whose deduplication id it has seen within five minutes.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
export function outbox(client: SQSClient, queueUrl: string): Outbox {
  return {
    async notify(job) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(job),
          // Hashed: a group's id has 128 characters at most, and stands in logs and traces.
          MessageGroupId: createHash("sha256").update(jobKey(job)).digest("hex"),
          MessageDeduplicationId: randomUUID(),
        }),
      );
    },
  };
}
