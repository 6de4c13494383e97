import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Queues } from "../../src/queues/queues";
import { awsBehavior, documented } from "../behaviors/aws-behavior";
import { type ServedQueues, serveQueues } from "./served-queues";

const batchPage = documented("AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html");

let served: ServedQueues;
let queues: Queues;
let sqs: SQSClient;
let QueueUrl: string;
let fifo: ServedQueues["fifo"];

beforeEach(async () => {
  served = await serveQueues();
  ({ queues, sqs, QueueUrl, fifo } = served);
});

afterEach(() => served.stop());

describe("sqsService", () => {
  awsBehavior(
    {
      subject: "SQS: batches and the API",
      aws: "Bodies and attributes are returned unchanged, with the MD5s that the SDK verifies.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html"),
    },
    async () => {
      const attributes = {
        word: { DataType: "String", StringValue: "grüß dich" },
        bytes: { DataType: "Binary", BinaryValue: new Uint8Array([0, 1, 255]) },
      };

      const sent = await sqs.send(fifo({ MessageAttributes: attributes }));
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ["All"],
          MessageAttributeNames: ["All"],
        }),
      );
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));

      expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
      expect(Messages).toMatchObject([
        {
          MessageId: sent.MessageId,
          Body: '{"waitsFor":"host/a"}',
          MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
          Attributes: { MessageGroupId: "g", MessageDeduplicationId: "d", ApproximateReceiveCount: "1" },
          MessageAttributes: attributes,
        },
      ]);
      expect(queues.byName("jobs.fifo")?.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    },
  );

  awsBehavior(
    {
      subject: "SQS: deduplication",
      aws: "The response for a duplicate has the id of the first message.",
      source: documented("AWSSimpleQueueService/latest/APIReference/API_SendMessage.html"),
    },
    async () => {
      const [first, second] = [await sqs.send(fifo()), await sqs.send(fifo({ MessageBody: "other" }))];

      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));

      expect(second.MessageId).toBe(first.MessageId);
      expect(Messages).toHaveLength(1);
      expect(Messages?.[0]?.Attributes).toBeUndefined();
    },
  );

  it("waits for a message if the call has a wait time", async () => {
    const receiving = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));

    await sqs.send(fifo());
    const { Messages } = await receiving;

    expect(Messages).toHaveLength(1);
  });

  awsBehavior(
    {
      subject: "SQS: batches and the API",
      aws: "Each entry of a batch succeeds or fails separately.",
      source: batchPage,
    },
    async () => {
      const entry = (Id: string, MessageDeduplicationId: string | undefined) => ({
        Id,
        MessageBody: Id,
        MessageGroupId: "g",
        ...(MessageDeduplicationId !== undefined && { MessageDeduplicationId }),
      });

      const sent = await sqs.send(
        new SendMessageBatchCommand({
          QueueUrl,
          Entries: [entry("one", "1"), entry("bad", undefined), entry("two", "2")],
        }),
      );
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      const [one, two] = Messages.map(({ ReceiptHandle }) => ReceiptHandle);
      const changed = await sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl,
          Entries: [{ Id: "two", ReceiptHandle: two, VisibilityTimeout: 0 }],
        }),
      );
      const deleted = await sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl,
          Entries: [
            { Id: "one", ReceiptHandle: one },
            { Id: "none", ReceiptHandle: "AAAA" },
          ],
        }),
      );

      expect(sent.Successful?.map(({ Id }) => Id)).toEqual(["one", "two"]);
      expect(sent.Failed).toMatchObject([{ Id: "bad", Code: "InvalidParameterValue", SenderFault: true }]);
      expect(Messages.map(({ Body }) => Body)).toEqual(["one", "two"]);
      expect(changed.Successful).toEqual([{ Id: "two" }]);
      expect(deleted).toMatchObject({
        Successful: [{ Id: "one" }],
        Failed: [{ Id: "none", Code: "ReceiptHandleIsInvalid" }],
      });
      expect(queues.byName("jobs.fifo")?.counts().visible).toBe(1);
    },
  );

  awsBehavior(
    {
      subject: "SQS: batches and the API",
      aws: "`GetQueueAttributes` returns the attributes of a queue, including the number of messages, and `PurgeQueue` empties the queue.",
      source: documented("AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html"),
    },
    async () => {
      await sqs.send(fifo());

      const url = await sqs.send(new GetQueueUrlCommand({ QueueName: "jobs.fifo" }));
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
      );
      await sqs.send(new PurgeQueueCommand({ QueueUrl }));

      expect(url.QueueUrl).toBe(QueueUrl);
      expect(Attributes).toMatchObject({
        ApproximateNumberOfMessages: "1",
        QueueArn: "arn:aws:sqs:eu-central-1:000000000000:jobs.fifo",
        FifoQueue: "true",
      });
      expect(queues.byName("jobs.fifo")?.counts().visible).toBe(0);
    },
  );

  it("ends a waiting call when the listener is closed", async () => {
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => "cut");
    await sqs.send(new GetQueueUrlCommand({ QueueName: "jobs.fifo" }));

    await served.closeListener();

    await expect(waiting).resolves.toBe("cut");
  });
});
