import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";

/** A message of a queue, while it is hidden from other readers. */
export interface Letter {
  /** The message's ID, which is the same at each receipt. */
  readonly id: string;
  readonly body: string;
  readonly group: string;
  readonly sentAt: Date;
  readonly receiptHandle: string;
}

/** The maximum of ReceiveMessage, and of letters of one group that can be hidden at a time. */
const mostReceived = 10;

/** Shortest time for which a received letter is hidden. After a killed command it becomes visible by itself. */
const shortestHoldSeconds = 30;

/** Seconds for which a letter is hidden while something is done with it: longer than the outbox may run. */
const actSeconds = 120;

/**
 * A FIFO queue of dead letters. It can be read only by receiving its letters, which hides them for a while. No letter
 * is deleted by that, because these queues have no dead-letter queue of their own.
 */
export class LetterQueue {
  readonly #client: SQSClient;
  readonly #url: string;
  /** The letters that are hidden by this command, by ID. */
  readonly #held = new Map<string, Letter>();

  constructor(client: SQSClient, url: string) {
    this.#client = client;
    this.#url = url;
  }

  /** Returns the approximate number of letters, including those that are hidden. */
  async count(): Promise<number> {
    const names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: [...names] });
    const { Attributes = {} } = await this.#client.send(command);
    return names.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
  }

  /**
   * Yields every letter that can be received, once, in the order of its group. At the end, or if the caller stops
   * early, those that were not deleted are visible again.
   *
   * A group gives at most ten letters at a time, so those behind them are only yielded after a deletion:
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
   */
  async *receiveAll(): AsyncGenerator<Letter, void> {
    // Long enough that the first letter stays hidden until the last one was received.
    const holdSeconds = shortestHoldSeconds + Math.ceil((await this.count()) / mostReceived);
    try {
      for (let isEmpty = false; !isEmpty; ) {
        const letters = await this.#receive(holdSeconds);
        const unseen = letters.filter(({ id }) => !this.#held.has(id));
        for (const letter of letters) {
          this.#held.set(letter.id, letter);
        }
        yield* unseen;
        isEmpty = unseen.length === 0;
      }
    } finally {
      await this.#release();
    }
  }

  /**
   * Hides a letter for as long as something is done with it.
   * @returns false if another reader may have it; `receiveAll` yields it again when it is visible
   */
  async keep({ id }: Letter): Promise<boolean> {
    const ReceiptHandle = this.#held.get(id)?.receiptHandle;
    const command = { QueueUrl: this.#url, ReceiptHandle, VisibilityTimeout: actSeconds };
    try {
      await this.#client.send(new ChangeMessageVisibilityCommand(command));
      return true;
    } catch (error) {
      if (!isExpired(error)) {
        throw error;
      }
      this.#held.delete(id);
      return false;
    }
  }

  /** Deletes a letter. */
  async delete({ id }: Letter): Promise<void> {
    const ReceiptHandle = this.#held.get(id)?.receiptHandle;
    await this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle }));
    this.#held.delete(id);
  }

  /** Sends a letter to another queue, in the same group. */
  async sendTo(queueUrl: string, { id, body, group }: Letter): Promise<void> {
    const command = {
      QueueUrl: queueUrl,
      MessageBody: body,
      MessageGroupId: group,
      // A repeated send of the same letter within five minutes is stored once.
      MessageDeduplicationId: id,
    };
    await this.#client.send(new SendMessageCommand(command));
  }

  async #receive(holdSeconds: number): Promise<readonly Letter[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#url,
      MaxNumberOfMessages: mostReceived,
      VisibilityTimeout: holdSeconds,
      // A receipt that waits asks all servers, so an empty one is the end: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["MessageGroupId", "SentTimestamp"],
    });
    const { Messages = [] } = await this.#client.send(command);
    return Messages.map(letterOf);
  }

  /** Makes the held letters visible. One that has become visible by itself, or was deleted, is skipped. */
  async #release(): Promise<void> {
    const letters = [...this.#held.values()];
    this.#held.clear();
    for (let from = 0; from < letters.length; from += mostReceived) {
      const Entries = letters.slice(from, from + mostReceived).map(({ receiptHandle }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: 0,
      }));
      await this.#client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.#url, Entries }));
    }
  }
}

function letterOf({ MessageId = "", Body = "", ReceiptHandle = "", Attributes = {} }: Message): Letter {
  return {
    id: MessageId,
    body: Body,
    group: Attributes.MessageGroupId ?? "",
    sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)),
    receiptHandle: ReceiptHandle,
  };
}

/** Returns whether SQS rejected a receipt handle because the letter is no longer hidden by it. */
function isExpired(error: unknown): boolean {
  const { name = "", message = "" } = error as Partial<Error>;
  return (
    /MessageNotInflight|ReceiptHandleIsInvalid/.test(name) ||
    /receipt handle|not available for visibility/i.test(message)
  );
}
