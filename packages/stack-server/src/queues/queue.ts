import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../clock";
import type { QueueModel } from "../stack/model";
import { Deduplication } from "./deduplication";
import type { Message, MessageDraft, ReceivedMessage, SentMessage } from "./message";
import { MessageGroups } from "./message-groups";
import { makeReceiptHandle, readReceiptHandle } from "./receipt-handle";
import { invalidValue, SqsError } from "./sqs-error";

/**
 * Limit of the visibility timeout, 12 hours:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const longestVisibilityTimeoutSeconds = 43_200;

/** Options of {@link Queue.receive}. */
export interface ReceiveOptions {
  /** Maximum number of messages. */
  readonly maximum: number;
  /** Visibility timeout of the messages. @default - the queue's visibility timeout */
  readonly visibilityTimeoutSeconds?: number | undefined;
  /** Groups whose messages are not received. @default - none */
  readonly without?: ReadonlySet<string> | undefined;
}

/** Number of messages in a queue, by state. */
export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** A queue in memory, standard or FIFO. In a standard queue every message is its own group. */
export class Queue {
  readonly #clock: Clock;
  readonly #sendToDeadLetters: (arn: string, message: Message) => void;
  readonly #groups = new MessageGroups();
  readonly #byId = new Map<string, { readonly group: string; readonly message: Message }>();
  readonly #deduplication: Deduplication;
  readonly #listeners = new Set<() => void>();
  #sent = 0n;
  #model: QueueModel;

  /**
   * @param sendToDeadLetters Receives a message that was received too often, and the ARN of its dead-letter queue.
   */
  constructor(model: QueueModel, clock: Clock, sendToDeadLetters: (arn: string, message: Message) => void) {
    this.#model = model;
    this.#clock = clock;
    this.#sendToDeadLetters = sendToDeadLetters;
    this.#deduplication = new Deduplication(clock);
  }

  get model(): QueueModel {
    return this.#model;
  }

  /** Changes the attributes, as SetQueueAttributes does. Delays and visibility timeouts in progress do not change. */
  configure(model: QueueModel): void {
    this.#model = model;
  }

  /** Adds a message. A second message with the same deduplication id is accepted but not stored. */
  send(draft: MessageDraft): SentMessage {
    if (!this.model.fifo) {
      return this.#enqueue(draft, {});
    }
    const deduplicationId = draft.deduplicationId ?? createHash("sha256").update(draft.body).digest("hex");
    const key =
      this.model.deduplicationScope === "messageGroup"
        ? `${deduplicationId} ${draft.groupId}`
        : deduplicationId;
    const earlier = this.#deduplication.find(key);
    if (earlier !== undefined) {
      return earlier;
    }
    const { messageId, sequenceNumber } = this.#enqueue({ ...draft, deduplicationId }, {});
    this.#deduplication.remember(key, { messageId, sequenceNumber });
    return { messageId, sequenceNumber };
  }

  /** Adds a dead letter of another queue. In a FIFO queue its age starts again. */
  takeDeadLetter({ draft, messageId, sentAt, receiveCount }: Message, sourceArn: string): void {
    this.#enqueue(
      { ...draft, delaySeconds: this.model.fifo ? undefined : 0 },
      { messageId, receiveCount, deadLetterSourceArn: sourceArn, ...(this.model.fifo ? {} : { sentAt }) },
    );
  }

  /**
   * Receives up to `maximum` messages: all available messages of a group, then those of the next group. Each received
   * message becomes invisible for the visibility timeout.
   */
  receive({ maximum, visibilityTimeoutSeconds, without }: ReceiveOptions): readonly ReceivedMessage[] {
    const timeout = visibilityTimeoutSeconds ?? this.model.visibilityTimeoutSeconds;
    const received: ReceivedMessage[] = [];
    for (const group of this.#groups.ready) {
      if (received.length >= maximum) {
        break;
      }
      if (without?.has(group) !== true) {
        received.push(...this.#receiveFrom(group, maximum - received.length, timeout));
        this.#refresh(group);
      }
    }
    return received;
  }

  /** Deletes a message by its latest receipt handle. @throws SqsError */
  delete(receiptHandle: string): void {
    const found = this.#byId.get(readReceiptHandle(this.model.queueName, receiptHandle));
    if (found === undefined) {
      return;
    }
    const { group, message } = found;
    const isCurrent = message.receiptHandle === receiptHandle;
    if (this.model.fifo && !(isCurrent && message.state === "inFlight")) {
      throw invalidValue("ReceiptHandle", receiptHandle, "The receipt handle has expired.");
    }
    if (isCurrent) {
      this.#remove(group, message);
      this.#refresh(group);
    }
  }

  /**
   * Changes the visibility timeout of a message in flight, counted from now. 0 makes the message visible immediately.
   *
   * @throws SqsError
   */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const found = this.#byId.get(readReceiptHandle(this.model.queueName, receiptHandle));
    if (found?.message.receiptHandle !== receiptHandle) {
      const reason = "Message does not exist or is not available for visibility timeout change.";
      throw invalidValue("ReceiptHandle", receiptHandle, reason);
    }
    const { group, message } = found;
    if (message.state !== "inFlight") {
      throw new SqsError("MessageNotInflight", "The specified message isn't in flight.");
    }
    const sinceReceipt = this.#clock.now() - message.lastReceivedAt;
    if (sinceReceipt + seconds * 1000 > longestVisibilityTimeoutSeconds * 1000) {
      const reason = `Total VisibilityTimeout for the message is beyond the limit [${longestVisibilityTimeoutSeconds} seconds]`;
      throw invalidValue("VisibilityTimeout", seconds, reason);
    }
    this.#hide(group, message, seconds);
  }

  /** Deletes all messages. */
  purge(): void {
    for (const { group, message } of [...this.#byId.values()]) {
      this.#remove(group, message);
      this.#refresh(group);
    }
  }

  counts(): MessageCounts {
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const message of this.#groups.all()) {
      counts[message.state] += this.#isTooOld(message) ? 0 : 1;
    }
    return counts;
  }

  /** Calls the listener whenever more messages may be available. @returns a function that removes the listener */
  onReady(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cancels all timers and deletes all messages. */
  close(): void {
    this.#listeners.clear();
    this.purge();
  }

  #enqueue(draft: MessageDraft, carried: Partial<Message>): Message {
    const message: Message = {
      draft,
      messageId: randomUUID(),
      sequenceNumber: this.model.fifo ? this.#nextSequenceNumber() : undefined,
      sentAt: this.#clock.now(),
      deadLetterSourceArn: undefined,
      state: "visible",
      receiveCount: 0,
      firstReceivedAt: undefined,
      lastReceivedAt: 0,
      receiptHandle: undefined,
      timer: undefined,
      ...carried,
    };
    const group = this.model.fifo ? (draft.groupId ?? "") : message.messageId;
    const delay = (draft.delaySeconds ?? this.model.delaySeconds) * 1000;
    if (delay > 0) {
      message.state = "delayed";
      message.timer = this.#clock.setTimeout(() => this.#show(group, message), delay);
    }
    this.#groups.add(group, message);
    this.#byId.set(message.messageId, { group, message });
    this.#refresh(group);
    return message;
  }

  /** Returns twenty digits that increase with gaps, as in SQS. */
  #nextSequenceNumber(): string {
    this.#sent += 1n;
    return (firstSequenceNumber + this.#sent * 256n).toString();
  }

  #receiveFrom(group: string, maximum: number, timeoutSeconds: number): readonly ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    for (const message of [...this.#groups.of(group)]) {
      if (received.length >= maximum || message.state !== "visible") {
        break;
      }
      const { redrive } = this.model;
      if (this.#isTooOld(message)) {
        this.#remove(group, message);
      } else if (redrive !== undefined && message.receiveCount >= redrive.maxReceiveCount) {
        this.#remove(group, message);
        this.#sendToDeadLetters(redrive.deadLetterTargetArn, message);
      } else {
        received.push(this.#give(group, message, timeoutSeconds));
      }
    }
    return received;
  }

  #give(group: string, message: Message, timeoutSeconds: number): ReceivedMessage {
    const now = this.#clock.now();
    const firstReceivedAt = message.firstReceivedAt ?? now;
    const receiptHandle = makeReceiptHandle(this.model.queueName, message.messageId);
    message.receiveCount += 1;
    message.firstReceivedAt = firstReceivedAt;
    message.lastReceivedAt = now;
    message.receiptHandle = receiptHandle;
    message.state = "inFlight";
    const { state, lastReceivedAt, timer, ...received } = message;
    this.#hide(group, message, timeoutSeconds);
    return { ...received, firstReceivedAt, receiptHandle };
  }

  #hide(group: string, message: Message, seconds: number): void {
    message.timer?.cancel();
    message.timer = undefined;
    if (seconds <= 0) {
      this.#show(group, message);
    } else {
      message.timer = this.#clock.setTimeout(() => this.#show(group, message), seconds * 1000);
    }
  }

  #show(group: string, message: Message): void {
    message.timer = undefined;
    message.state = "visible";
    this.#refresh(group);
  }

  #remove(group: string, message: Message): void {
    message.timer?.cancel();
    this.#groups.remove(group, message);
    this.#byId.delete(message.messageId);
  }

  #refresh(group: string): void {
    if (this.#groups.refresh(group)) {
      for (const listener of [...this.#listeners]) {
        listener();
      }
    }
  }

  #isTooOld({ sentAt }: Message): boolean {
    return this.#clock.now() - sentAt >= this.model.messageRetentionSeconds * 1000;
  }
}

const firstSequenceNumber = 18_849_496_460_467_696_128n;
