import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { allow, type PolicyStatement } from "../account/policy";
import type { LambdaFunction } from "../functions/lambda-function";

/** The maximum retention of SQS. */
const fourteenDaysSeconds = 14 * 24 * 60 * 60;

/**
 * The highest count that SQS accepts. Each retry after a wait for Telegram counts as a receive. With a count this high,
 * only a notification that never succeeds becomes a dead letter.
 */
const maxReceiveCount = 1000;

/**
 * Seconds that a notification stays hidden beyond the function's timeout.
 *
 * AWS advises a visibility timeout of six times the function's timeout, so that Lambda can retry an invocation that it
 * throttled: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html. Kite uses a shorter one. A
 * FIFO queue delivers no message of a group while another one of that group is hidden. After a killed invocation, six
 * times 45 s would stop a conversation for minutes. Lambda only requires that the visibility timeout is not shorter
 * than the function's: https://github.com/getlift/lift/issues/388. Lambda retries a throttled invocation until the
 * notification becomes visible again. The function extends the visibility timeout when it is invoked that late
 * (lambda-src/outbox/handle-notifications.ts).
 */
const visibilityMarginSeconds = 15;

/** Notifications in a batch. One notification, because a failed invocation must not delay other conversations. */
const batchSize = 1;

export interface OutboxQueueProps {
  /** Name of the queue of notifications. Ends with `.fifo`. */
  readonly name: string;
  /** Name of the queue for notifications that reached the maximum receive count. Ends with `.fifo`. */
  readonly deadLettersName: string;
  /** Name of the queue for messages that cannot be delivered. Ends with `.fifo`. */
  readonly undeliverableName: string;
  /**
   * Seconds until a notification becomes visible, so that the messages of a burst are in order before they are read.
   */
  readonly delaySeconds: number;
  /** Timeout of the function that handles the notifications. */
  readonly functionTimeoutSeconds: number;
}

/**
 * Represents the FIFO queue of notifications that start the outbox, in high-throughput mode, with two queues beside it:
 *
 * - `deadLetters` receives notifications that reached the maximum receive count. Their messages are still pending, and
 *   the sweep sends new notifications. It has no alarm, because the alarm on the oldest notification is raised long
 *   before.
 * - `undeliverable` receives messages that cannot be delivered. The outbox sends them, and the queue has an alarm.
 */
export class OutboxQueue extends Construct {
  readonly queue: SqsQueue;
  readonly deadLetters: SqsQueue;
  readonly undeliverable: SqsQueue;

  constructor(scope: Construct, id: string, props: OutboxQueueProps) {
    super(scope, id);
    this.deadLetters = new SqsQueue(this, "DeadLetters", {
      name: props.deadLettersName,
      ...highThroughputFifo,
    });
    this.undeliverable = new SqsQueue(this, "Undeliverable", {
      name: props.undeliverableName,
      ...highThroughputFifo,
    });
    this.queue = new SqsQueue(this, "Queue", {
      name: props.name,
      ...highThroughputFifo,
      delaySeconds: props.delaySeconds,
      visibilityTimeoutSeconds: props.functionTimeoutSeconds + visibilityMarginSeconds,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: this.deadLetters.arn,
        maxReceiveCount: maxReceiveCount,
      }),
    });
  }

  /**
   * Creates the event source mapping that invokes the function with the notifications.
   *
   * @param maximumConcurrency maximum number of simultaneous invocations, 2 to 1000. Unlike a reservation, it does not
   *   reduce the account's concurrency. Lambda receives no more notifications than it can pass to the function:
   *   https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
   */
  wake(consumer: LambdaFunction, maximumConcurrency: number): LambdaEventSourceMapping {
    return new LambdaEventSourceMapping(this, "Consumer", {
      eventSourceArn: this.queue.arn,
      functionName: consumer.alias.arn,
      batchSize: batchSize,
      scalingConfig: { maximumConcurrency },
      functionResponseTypes: ["ReportBatchItemFailures"],
      dependsOn: consumer.ready,
    });
  }

  /** Allows sending notifications. */
  send(): PolicyStatement {
    return allow("SendWakeUps", ["sqs:SendMessage"], this.queue.arn);
  }

  /** Allows sending undeliverable messages to their queue. */
  sendUndeliverable(): PolicyStatement {
    return allow("SendUndeliverable", ["sqs:SendMessage"], this.undeliverable.arn);
  }

  /** Allows receiving notifications and changing their visibility. */
  receive(): PolicyStatement {
    return allow(
      "ReceiveWakeUps",
      ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      this.queue.arn,
    );
  }
}

/** Applies quotas to each group rather than to the queue: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html */
const highThroughputFifo = {
  fifoQueue: true,
  contentBasedDeduplication: false,
  deduplicationScope: "messageGroup",
  fifoThroughputLimit: "perMessageGroupId",
  sqsManagedSseEnabled: true,
  messageRetentionSeconds: fourteenDaysSeconds,
};
