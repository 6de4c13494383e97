import { createHash, randomUUID } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { destinationKey } from "../chat/model";
import type { DeadLetters } from "../chat/ports";

/** Puts a note on the outbox's dead-letter queue, whose alarm tells an operator. It names no visitor. */
export function deadLetters(client: SQSClient, queueUrl: string | undefined): DeadLetters {
  return {
    async put(destination, reason, messages) {
      if (queueUrl === undefined) return;
      const to =
        destination.to === "member" ? { to: "member", channelName: destination.channelName } : destination;
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({ ...to, reason, messages }),
          MessageGroupId: createHash("sha256").update(destinationKey(destination)).digest("hex"),
          MessageDeduplicationId: randomUUID(),
        }),
      );
    },
  };
}
