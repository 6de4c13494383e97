import type { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import type { GivenUpMessage } from "../chat/delivery/deliver-again";
import type { UndeliverableMessages } from "../chat/ports";
import { messageKeyOf } from "./message-row";
import { sendToGroup } from "./outbox";

/** Reads the key of the message from an entry of the queue. Returns `undefined` for an invalid entry. */
export function readLetter(letter: unknown): GivenUpMessage | undefined {
  const parsed = keyOfLetter.safeParse(letter);
  if (!parsed.success) {
    return undefined;
  }
  const [channelName = "", memberId = ""] = parsed.data.conversation.split("/");
  const [direction, messageId = ""] = parsed.data.messageKey.split("#");
  return {
    member: { channelName, memberId },
    direction: direction === "toHost" ? "toHost" : "toVisitor",
    messageId,
  };
}

const keyOfLetter = z.object({
  conversation: z.string().check(z.regex(/^[^/#]+\/[^/#]+$/)),
  messageKey: z.string().check(z.regex(/^(toHost|toVisitor)#[^#]+$/)),
});

/**
 * Sends the key of an undeliverable message to the queue whose alarm alerts an operator. The message's row stays until
 * it expires, so that the message can be sent again.
 * @param queueUrl `undefined` in a function that delivers nothing
 */
export function undeliverableMessages(
  client: SQSClient,
  queueUrl: string | undefined,
): UndeliverableMessages {
  return {
    async put(message, reason) {
      if (queueUrl === undefined) {
        return;
      }
      const key = messageKeyOf(message);
      const letter = { channelName: message.member.channelName, ...key, reason };
      await sendToGroup(client, queueUrl, key.conversation, letter);
    },
  };
}
