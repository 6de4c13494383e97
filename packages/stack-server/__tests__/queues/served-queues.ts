import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";
import { systemClock } from "../../src/clock";
import { ParameterStore } from "../../src/parameters/parameter-store";
import { Queues } from "../../src/queues/queues";
import { startServices } from "../../src/services";
import { queueModel } from "./queue-models";

/** A FIFO queue and a standard queue behind an HTTP server, with an AWS SDK client. */
export interface ServedQueues {
  readonly queues: Queues;
  readonly sqs: SQSClient;
  readonly endpoint: string;
  /** URL of the queue `jobs.fifo`. */
  readonly QueueUrl: string;
  /** URL of the queue `plain`, for messages of 2048 bytes. */
  readonly StandardUrl: string;
  /** Creates a message for the FIFO queue with the given overrides. */
  fifo(over?: Partial<SendMessageCommandInput>): SendMessageCommand;
  /** Closes only the HTTP server. */
  closeListener(): Promise<void>;
  stop(): Promise<void>;
}

export async function serveQueues(): Promise<ServedQueues> {
  const queues = new Queues(systemClock);
  const services = await startServices({ queues, parameters: new ParameterStore() });
  const QueueUrl = `${services.endpoint}/000000000000/jobs.fifo`;
  const StandardUrl = `${services.endpoint}/000000000000/plain`;
  queues.create([
    queueModel({ fifo: true, queueUrl: QueueUrl }),
    queueModel({ queueName: "plain", queueUrl: StandardUrl, maximumMessageSizeBytes: 2048 }),
  ]);
  const sqs = new SQSClient({
    endpoint: services.endpoint,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  return {
    queues,
    sqs,
    endpoint: services.endpoint,
    QueueUrl,
    StandardUrl,
    fifo: (over = {}) =>
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '{"waitsFor":"host/a"}',
        MessageGroupId: "g",
        MessageDeduplicationId: "d",
        ...over,
      }),
    closeListener: () => services.close(),
    stop: async () => {
      sqs.destroy();
      await services.close();
      queues.close();
    },
  };
}
