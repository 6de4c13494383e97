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

/** A message that was received from a queue, and that is hidden from other readers. */
export interface Letter {
  /** The message's ID, which is the same at each receipt. */
  readonly id: string;
  readonly body: string;
  readonly group: string;
  readonly sentAt: Date;
  readonly receiptHandle: string;
}

/** Maximum number of letters that one call of ReceiveMessage returns, and that can be hidden in a group at a time. */
const mostReceived = 10;

/**
 * Shortest time for which a received letter is hidden. If the command is killed, the letter becomes visible after this
 * time.
 */
const shortestHoldSeconds = 30;

/** Seconds for which a letter is hidden while an action runs on it: longer than the timeout of the outbox. */
const actSeconds = 120;

/**
 * A FIFO queue of dead letters. It can be read only by receiving its letters, which hides them temporarily. A letter
 * can be received any number of times, because these queues have no dead-letter queue.
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
   * Yields each letter once, in the order of its group, if the letter can be received. Letters that were not deleted
   * become visible again at the end, or when the caller stops early.
   *
   * SQS hides at most ten letters of a group at a time, and returns the next letters only after a deletion:
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
   * Hides a letter while an action runs on it.
   * @returns false if another reader may have received the letter; `receiveAll` yields it again when it becomes visible
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
      // Long polling queries all servers, so an empty response means that no letter is left:
      // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ["MessageGroupId", "SentTimestamp"],
    });
    const { Messages = [] } = await this.#client.send(command);
    return Messages.map(letterOf);
  }

  /** Makes the letters visible that this command has hidden. SQS skips letters that are already visible or deleted. */
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

/** Returns whether SQS rejected a receipt handle because the letter is no longer hidden. */
function isExpired(error: unknown): boolean {
  const { name = "", message = "" } = error as Partial<Error>;
  return (
    /MessageNotInflight|ReceiptHandleIsInvalid/.test(name) ||
    /receipt handle|not available for visibility/i.test(message)
  );
}
