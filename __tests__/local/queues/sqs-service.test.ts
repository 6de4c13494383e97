import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { systemClock } from "../../../local/clock";
import { ParameterStore } from "../../../local/parameters/parameter-store";
import { Queues } from "../../../local/queues/queues";
import { type Services, startServices } from "../../../local/services";
import { queueModel } from "./queue-models";

let queues: Queues;
let services: Services;
let sqs: SQSClient;
let QueueUrl: string;
let StandardUrl: string;

beforeEach(async () => {
  queues = new Queues(systemClock);
  services = await startServices({ queues, parameters: new ParameterStore() });
  QueueUrl = `${services.endpoint}/000000000000/jobs.fifo`;
  StandardUrl = `${services.endpoint}/000000000000/plain`;
  queues.create([
    queueModel({ fifo: true, queueUrl: QueueUrl }),
    queueModel({ queueName: "plain", queueUrl: StandardUrl, maximumMessageSizeBytes: 2048 }),
  ]);
  sqs = new SQSClient({
    endpoint: services.endpoint,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
});

afterEach(async () => {
  sqs.destroy();
  await services.close();
  queues.close();
});

function fifo(over: Partial<SendMessageCommandInput> = {}): SendMessageCommand {
  return new SendMessageCommand({
    QueueUrl,
    MessageBody: '{"waitsFor":"host/a"}',
    MessageGroupId: "g",
    MessageDeduplicationId: "d",
    ...over,
  });
}

describe("sqsService", () => {
  it("takes, gives and deletes a message, with the digests that the SDK checks", async () => {
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
  });

  it("answers a duplicate with the first message's id, and gives one message", async () => {
    const [first, second] = [await sqs.send(fifo()), await sqs.send(fifo({ MessageBody: "other" }))];

    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));

    expect(second.MessageId).toBe(first.MessageId);
    expect(Messages).toHaveLength(1);
    expect(Messages?.[0]?.Attributes).toBeUndefined();
  });

  it("waits for a message when it is asked to", async () => {
    const receiving = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    await new Promise((resolve) => setTimeout(resolve, 50));

    await sqs.send(fifo());
    const { Messages } = await receiving;

    expect(Messages).toHaveLength(1);
  });

  it("takes batches, and reports each entry by itself", async () => {
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
  });

  it("gives URL and attributes of a queue, and purges it", async () => {
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
  });

  it.each<[string, Partial<SendMessageCommandInput>, string, string]>([
    ["no group", { MessageGroupId: undefined }, "MissingParameter", "MessageGroupId"],
    [
      "no deduplication id",
      { MessageDeduplicationId: undefined },
      "InvalidParameterValue",
      "ContentBasedDeduplication",
    ],
    ["a delay of its own", { DelaySeconds: 5 }, "InvalidParameterValue", "not valid for this queue type"],
    ["a group with blanks", { MessageGroupId: "a b" }, "InvalidParameterValue", "MessageGroupId"],
    ["an empty body", { MessageBody: "" }, "MissingParameter", "MessageBody"],
    ["a control character", { MessageBody: "a\u0000b" }, "InvalidMessageContents", "outside the allowed set"],
    [
      "too many bytes",
      { MessageBody: "ä".repeat(131_073) },
      "InvalidParameterValue",
      "shorter than 262144 bytes",
    ],
    [
      "an attribute of a wrong type",
      { MessageAttributes: { x: { DataType: "Text", StringValue: "x" } } },
      "InvalidParameterValue",
      "invalid message attribute type",
    ],
  ])("refuses a message with %s", async (_, over, name, message) => {
    const attempt = sqs.send(fifo(over));

    await expect(attempt).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    expect(queues.byName("jobs.fifo")?.counts().visible).toBe(0);
  });

  it("refuses a deduplication id on a standard queue, and takes a delay and a group there", async () => {
    const plain = { QueueUrl: StandardUrl, MessageBody: "x" };

    const wrong = sqs.send(new SendMessageCommand({ ...plain, MessageDeduplicationId: "d" }));
    await expect(wrong).rejects.toThrow("not valid for this queue type");
    await sqs.send(new SendMessageCommand({ ...plain, DelaySeconds: 900, MessageGroupId: "fair" }));

    expect(queues.byName("plain")?.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
  });

  it("knows its errors by the names of the SDK", async () => {
    const unknownQueue = sqs.send(fifo({ QueueUrl: `${services.endpoint}/000000000000/none` }));
    const unknownHandle = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "AAAA" }));
    const noTimeout = sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: "AAAA", VisibilityTimeout: undefined }),
    );

    await expect(unknownQueue).rejects.toBeInstanceOf(QueueDoesNotExist);
    await expect(unknownHandle).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
    await expect(noTimeout).rejects.toMatchObject({ name: "MissingParameter" });
  });

  it("lets a call that waits go when the listener is closed", async () => {
    const waiting = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })).catch(() => "cut");
    await new Promise((resolve) => setTimeout(resolve, 50));

    await services.close();

    await expect(waiting).resolves.toBe("cut");
  });
});
