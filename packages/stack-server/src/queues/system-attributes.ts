import type { ReceivedMessage } from "./message";

/** An IAM user's id in the place of the sender's: there are no users here. */
const senderId = "AIDASTACKSERVERSEND00";

/**
 * What SQS says about a message:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function systemAttributes(message: ReceivedMessage): Readonly<Record<string, string>> {
  const { draft, sequenceNumber, deadLetterSourceArn } = message;
  const attributes = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SequenceNumber: sequenceNumber,
    MessageGroupId: draft.groupId,
    SenderId: senderId,
    MessageDeduplicationId: draft.deduplicationId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    AWSTraceHeader: draft.traceHeader,
    DeadLetterQueueSourceArn: deadLetterSourceArn,
  };
  const known = Object.entries(attributes).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(known);
}
