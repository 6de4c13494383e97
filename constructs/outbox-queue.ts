import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import type { LambdaFunction } from "./lambda-function";
import type { PolicyStatement } from "./policy";

/** The longest that SQS keeps a message. */
const FOURTEEN_DAYS_SECONDS = 14 * 24 * 60 * 60;

/** The most that SQS counts: each wait for Telegram is a receive, so only what never works gets there. */
const MAX_RECEIVE_COUNT = 1000;

/** How often a message stays hidden compared with the function's timeout, at least: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_FACTOR = 6;

/** Wake-ups a batch; more would need a window, which FIFO queues do not have. */
const BATCH_SIZE = 10;

export interface OutboxQueueProps {
  /** Ends with `.fifo`. */
  readonly name: string;
  /** Ends with `.fifo`. */
  readonly deadLettersName: string;
  /** How long a wake-up is late, so that a burst of frames is in order before it is read. */
  readonly delaySeconds: number;
  /** Timeout of the function that takes the wake-ups. */
  readonly functionTimeoutSeconds: number;
}

/** The FIFO queue of wake-ups, one group a chat or member, in high throughput, with its dead letters. */
export class OutboxQueue extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;

  constructor(scope: Construct, id: string, props: OutboxQueueProps) {
    super(scope, id);
    this.deadLetters = new SqsQueue(this, "DeadLetters", {
      name: props.deadLettersName,
      ...HIGH_THROUGHPUT_FIFO,
      messageRetentionSeconds: FOURTEEN_DAYS_SECONDS,
    });
    this.queue = new SqsQueue(this, "Queue", {
      name: props.name,
      ...HIGH_THROUGHPUT_FIFO,
      delaySeconds: props.delaySeconds,
      messageRetentionSeconds: FOURTEEN_DAYS_SECONDS,
      visibilityTimeoutSeconds: VISIBILITY_FACTOR * props.functionTimeoutSeconds,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: MAX_RECEIVE_COUNT,
      }),
    });
  }

  /** Has the function take the wake-ups, in batches of which it may give parts back. */
  wake(consumer: LambdaFunction): LambdaEventSourceMapping {
    return new LambdaEventSourceMapping(this, "Consumer", {
      eventSourceArn: this.queue.arn,
      functionName: consumer.alias.arn,
      batchSize: BATCH_SIZE,
      functionResponseTypes: ["ReportBatchItemFailures"],
      dependsOn: consumer.ready,
    });
  }

  /** Allows to send wake-ups. */
  send(): PolicyStatement {
    return { sid: "SendWakeUps", actions: ["sqs:SendMessage"], resources: [this.queue.arn] };
  }

  /** Allows to note what could not be delivered. */
  sendDeadLetters(): PolicyStatement {
    return { sid: "SendDeadLetters", actions: ["sqs:SendMessage"], resources: [this.deadLetters.arn] };
  }

  /** Allows to take wake-ups and to make one visible again later. */
  receive(): PolicyStatement {
    return {
      sid: "ReceiveWakeUps",
      actions: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:ReceiveMessage",
      ],
      resources: [this.queue.arn],
    };
  }
}

/** Quotas hold for each group then, not for the queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
const HIGH_THROUGHPUT_FIFO = {
  fifoQueue: true,
  contentBasedDeduplication: false,
  deduplicationScope: "messageGroup",
  fifoThroughputLimit: "perMessageGroupId",
  sqsManagedSseEnabled: true,
};
