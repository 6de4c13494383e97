import type { Timer } from "../clock";

/**
 * Value of a message attribute:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html
 */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** A message as the sender passes it. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** Message group id. Always set in a FIFO queue. */
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  /** Delay. @default - the delay of the queue */
  readonly delaySeconds: number | undefined;
  /** X-Ray header. @default - not set by the sender */
  readonly traceHeader: string | undefined;
}

/** The result of a send. */
export interface SentMessage {
  readonly messageId: string;
  /** Sequence number. Only in FIFO queues. */
  readonly sequenceNumber: string | undefined;
}

/** A message in a queue. */
export interface Message extends SentMessage {
  readonly draft: MessageDraft;
  /** Time of the send, in milliseconds since 1970. */
  readonly sentAt: number;
  /** ARN of the queue that moved the message to this dead-letter queue. */
  readonly deadLetterSourceArn: string | undefined;
  state: "delayed" | "visible" | "inFlight";
  receiveCount: number;
  firstReceivedAt: number | undefined;
  lastReceivedAt: number;
  /** Handle of the latest receive. */
  receiptHandle: string | undefined;
  /** Timer of the delay or the visibility timeout. */
  timer: Timer | undefined;
}

/** A received message, with its state at the time of the receive. */
export interface ReceivedMessage extends Readonly<Omit<Message, "state" | "lastReceivedAt" | "timer">> {
  readonly receiptHandle: string;
  readonly firstReceivedAt: number;
}
