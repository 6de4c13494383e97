import type { Timer } from "../clock";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_MessageAttributeValue.html */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

/** What a sender hands in. */
export interface MessageDraft {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
  /** FIFO queues: always there. */
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  /** `undefined`: the queue's. */
  readonly delaySeconds: number | undefined;
  /** The X-Ray header, when the sender gave one. */
  readonly traceHeader: string | undefined;
}

/** What a sender gets back. */
export interface SentMessage {
  readonly messageId: string;
  /** FIFO queues only. */
  readonly sequenceNumber: string | undefined;
}

/** A message in a queue. */
export interface Message extends SentMessage {
  readonly draft: MessageDraft;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** The queue whose dead letter it is. */
  readonly deadLetterSourceArn: string | undefined;
  state: "delayed" | "visible" | "inFlight";
  receiveCount: number;
  firstReceivedAt: number | undefined;
  lastReceivedAt: number;
  /** Of the last time it was received. */
  receiptHandle: string | undefined;
  /** Ends the delay or the visibility timeout. */
  timer: Timer | undefined;
}

/** A message as a receiver gets it: what was true at that moment. */
export interface ReceivedMessage extends Readonly<Omit<Message, "state" | "lastReceivedAt" | "timer">> {
  readonly receiptHandle: string;
  readonly firstReceivedAt: number;
}
