import type { ReceivedMessage } from "./message";

/** A fixed user id, since there are no IAM users here. */
const senderId = "AIDASTACKSERVERSEND00";

/**
 * Returns the system attributes of a message:
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
