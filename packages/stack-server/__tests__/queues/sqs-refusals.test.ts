import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiptHandleIsInvalid,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { Queues } from "../../src/queues/queues";
import { awsBehavior, awsBehaviorOfMany, documented } from "../behaviors/aws-behavior";
import { type ServedQueues, serveQueues } from "./served-queues";

const sendPage = documented("AWSSimpleQueueService/latest/APIReference/API_SendMessage.html");
const quotas = documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html");

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
  awsBehaviorOfMany(
    {
      subject: "SQS: batches and the API",
      aws: "A message with an invalid group, deduplication id, character or size is rejected with the specific error.",
      source: sendPage,
    },
    () => {
      it.each<[string, Partial<SendMessageCommandInput>, string, string]>([
        ["no group", { MessageGroupId: undefined }, "MissingParameter", "MessageGroupId"],
        [
          "no deduplication id",
          { MessageDeduplicationId: undefined },
          "InvalidParameterValue",
          "ContentBasedDeduplication",
        ],
        ["a group with blanks", { MessageGroupId: "a b" }, "InvalidParameterValue", "MessageGroupId"],
        ["an empty body", { MessageBody: "" }, "MissingParameter", "MessageBody"],
        [
          "a control character",
          { MessageBody: "a\u0000b" },
          "InvalidMessageContents",
          "outside the allowed set",
        ],
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
      ])("rejects a message with %s", async (_, over, name, message) => {
        const attempt = sqs.send(fifo(over));

        await expect(attempt).rejects.toMatchObject({
          name,
          message: expect.stringContaining(message),
          $metadata: { httpStatusCode: 400 },
        });
        expect(queues.byName("jobs.fifo")?.counts().visible).toBe(0);
      });
    },
  );

  awsBehavior(
    {
      subject: "SQS: delay, visibility and retention",
      aws: "A message in a FIFO queue cannot have its own delay.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html"),
    },
    async () => {
      await expect(sqs.send(fifo({ DelaySeconds: 5 }))).rejects.toMatchObject({
        name: "InvalidParameterValue",
        message: expect.stringContaining("not valid for this queue type"),
      });
    },
  );

  awsBehaviorOfMany(
    {
      subject: "SQS: batches and the API",
      aws: "A batch has at most ten entries with 1 MiB in total; a message has at most its queue's limit, up to 1 MiB.",
      source: quotas,
    },
    () => {
      const entries = (count: number, bytes: number) =>
        Array.from({ length: count }, (_, index) => ({
          Id: `m${index}`,
          MessageBody: "x".repeat(bytes),
          MessageGroupId: "g",
          MessageDeduplicationId: `${index}`,
        }));

      it.each([
        [11, 1, "TooManyEntriesInBatchRequest"],
        [0, 1, "EmptyBatchRequest"],
        [5, 262_144, "BatchRequestTooLong"],
      ])("%d entries of %d bytes are rejected", async (count, bytes, name) => {
        const attempt = sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: entries(count, bytes) }));

        await expect(attempt).rejects.toMatchObject({ name: expect.stringContaining(name) });
        expect(queues.byName("jobs.fifo")?.counts().visible).toBe(0);
      });

      it("ten entries of 100 KB are accepted", async () => {
        const { Successful } = await sqs.send(
          new SendMessageBatchCommand({ QueueUrl, Entries: entries(10, 104_857) }),
        );

        expect(Successful).toHaveLength(10);
      });
    },
  );

  awsBehavior(
    {
      subject: "SQS: batches and the API",
      aws: "In a standard queue a message can have a delay, and a group for fairness, but no deduplication id.",
      source: sendPage,
    },
    async () => {
      const plain = { QueueUrl: served.StandardUrl, MessageBody: "x" };

      const wrong = sqs.send(new SendMessageCommand({ ...plain, MessageDeduplicationId: "d" }));
      await expect(wrong).rejects.toThrow("not valid for this queue type");
      await sqs.send(new SendMessageCommand({ ...plain, DelaySeconds: 900, MessageGroupId: "fair" }));

      expect(queues.byName("plain")?.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    },
  );

  awsBehavior(
    {
      subject: "SQS: batches and the API",
      aws: "Errors have the names that the SDK expects.",
      source: documented("AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html"),
    },
    async () => {
      const unknownQueue = sqs.send(fifo({ QueueUrl: `${served.endpoint}/000000000000/none` }));
      const unknownHandle = sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: "AAAA" }));
      const noTimeout = sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: "AAAA", VisibilityTimeout: undefined }),
      );

      await expect(unknownQueue).rejects.toBeInstanceOf(QueueDoesNotExist);
      await expect(unknownHandle).rejects.toBeInstanceOf(ReceiptHandleIsInvalid);
      await expect(noTimeout).rejects.toMatchObject({ name: "MissingParameter" });
    },
  );
});
