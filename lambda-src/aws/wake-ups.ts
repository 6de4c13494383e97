import { createHash } from "node:crypto";
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { destinationKey } from "../chat/model";
import type { WakeUps } from "../chat/ports";

/** Puts wake-ups on the FIFO queue: a group for each destination, so that one that waits holds up no other. */
export function wakeUps(client: SQSClient, queueUrl: string): WakeUps {
  return {
    async wake(destination, cause) {
      const waitsFor = destinationKey(destination);
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({ waitsFor }),
          // Hashed: names may be longer than the 128 characters that SQS takes, and a memberId stays out of the log.
          MessageGroupId: digest(waitsFor),
          MessageDeduplicationId: digest(`${waitsFor} ${cause}`),
        }),
      );
    },
  };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
