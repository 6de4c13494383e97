import { Construct } from "constructs";
import { type AlarmProps, alarm, type MetricProps } from "./alarm";

/** A function as its metrics know it. */
export interface WatchedFunction {
  readonly functionName: string;
  readonly timeoutSeconds: number;
}

/** What is watched, by the names that metrics carry. */
export interface WatchedParts {
  readonly stage: string;
  /** By their roles: the last parts of their alarms' names. */
  readonly functions: Readonly<Record<string, WatchedFunction>>;
  readonly httpApiId: string;
  readonly webSocketApiId: string;
  readonly queueName: string;
  /** The queue of notifications that ran out of receives. */
  readonly deadLettersName: string;
  /** The queue of messages that cannot be delivered. */
  readonly undeliverableName: string;
  readonly tableNames: readonly string[];
  /** Namespace of the metrics that the functions write. */
  readonly namespace: string;
}

export interface StageAlarmsProps extends WatchedParts {
  /** Roles whose duration is no sign of anything: they wait by design. */
  readonly patientRoles: readonly string[];
  readonly topicArn: string;
  /** Makes an alarm's name. */
  readonly name: (what: string) => string;
  /** Each is reached in five minutes; {@link StageAlarmsProps.durationPercent} is of the function's timeout. */
  readonly thresholds: {
    readonly lambdaErrors: number;
    readonly lambdaThrottles: number;
    readonly durationPercent: number;
    readonly http5xx: number;
    readonly webSocketExecutionErrors: number;
    readonly oldestMessageSeconds: number;
    readonly deliveriesNeedingAttention: number;
    readonly dynamoDbThrottles: number;
  };
}

/** The alarms of one stage. */
export class StageAlarms extends Construct {
  readonly #props: StageAlarmsProps;

  constructor(scope: Construct, id: string, props: StageAlarmsProps) {
    super(scope, id);
    this.#props = props;
    for (const [role, watched] of Object.entries(props.functions)) {
      this.#watchFunction(role, watched);
    }
    this.#watchApis();
    this.#watchQueues();
    this.#watchDeliveries();
    this.#watchTables();
  }

  #watchFunction(role: string, { functionName, timeoutSeconds }: WatchedFunction): void {
    const { thresholds } = this.#props;
    const metric = (metricName: string): [MetricProps] => [
      { namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } },
    ];
    this.#alarm(`${role}-errors`, {
      meaning: `Invocations of ${role} failed.`,
      runbook: "lambda-errors",
      metrics: metric("Errors"),
      statistic: "Sum",
      threshold: thresholds.lambdaErrors,
    });
    this.#alarm(`${role}-throttles`, {
      meaning: `Invocations of ${role} were throttled.`,
      runbook: "lambda-throttles",
      metrics: metric("Throttles"),
      statistic: "Sum",
      threshold: thresholds.lambdaThrottles,
    });
    if (!this.#props.patientRoles.includes(role)) {
      this.#alarm(`${role}-duration`, {
        meaning: `The slowest twentieth of ${role} comes near its timeout.`,
        runbook: "lambda-duration",
        metrics: metric("Duration"),
        statistic: "p95",
        threshold: (timeoutSeconds * 1000 * thresholds.durationPercent) / 100,
      });
    }
  }

  #watchApis(): void {
    const { stage, httpApiId, webSocketApiId, thresholds } = this.#props;
    const metric = (apiId: string, metricName: string): [MetricProps] => [
      { namespace: "AWS/ApiGateway", metricName, dimensions: { ApiId: apiId, Stage: stage } },
    ];
    this.#alarm("http-5xx", {
      meaning: "The HTTP API answered with status 5xx.",
      runbook: "http-5xx",
      metrics: metric(httpApiId, "5xx"),
      statistic: "Sum",
      threshold: thresholds.http5xx,
    });
    // Not IntegrationError: it counts what the function refuses with a 4xx, too.
    this.#alarm("websocket-execution-errors", {
      meaning: "The WebSocket API could not call its function.",
      runbook: "websocket-execution-errors",
      metrics: metric(webSocketApiId, "ExecutionError"),
      statistic: "Sum",
      threshold: thresholds.webSocketExecutionErrors,
    });
  }

  #watchQueues(): void {
    const { queueName, undeliverableName, thresholds } = this.#props;
    const metric = (name: string, metricName: string): [MetricProps] => [
      { namespace: "AWS/SQS", metricName, dimensions: { QueueName: name } },
    ];
    this.#alarm("oldest-message", {
      meaning: "A message has waited long in the outbox.",
      runbook: "oldest-message",
      metrics: metric(queueName, "ApproximateAgeOfOldestMessage"),
      statistic: "Maximum",
      threshold: thresholds.oldestMessageSeconds,
    });
    // No alarm is on the dead letters: their messages are still pending, and the alarm above is raised before.
    this.#alarm("undeliverable", {
      meaning: "A message could not be delivered.",
      runbook: "undeliverable-messages",
      metrics: metric(undeliverableName, "ApproximateNumberOfMessagesVisible"),
      statistic: "Maximum",
      threshold: 1,
    });
  }

  #watchDeliveries(): void {
    const { stage, namespace, thresholds } = this.#props;
    this.#alarm("deliveries-needing-attention", {
      meaning: "Deliveries failed for a reason that a retry alone does not end.",
      runbook: "deliveries-that-need-attention",
      metrics: [
        {
          namespace,
          metricName: "DeliveriesNeedingAttention",
          // The outbox alone delivers.
          dimensions: { service: "outbox", stage },
        },
      ],
      statistic: "Sum",
      threshold: thresholds.deliveriesNeedingAttention,
    });
  }

  #watchTables(): void {
    const throttles = this.#props.tableNames.flatMap((tableName) =>
      ["ReadThrottleEvents", "WriteThrottleEvents"].map((metricName) => ({
        namespace: "AWS/DynamoDB",
        metricName,
        dimensions: { TableName: tableName },
      })),
    );
    const [first, ...others] = throttles;
    if (first === undefined) {
      return;
    }
    this.#alarm("dynamodb-throttles", {
      meaning: "Reads or writes of the tables were throttled.",
      runbook: "dynamodb-throttles",
      metrics: [first, ...others],
      statistic: "Sum",
      threshold: this.#props.thresholds.dynamoDbThrottles,
    });
  }

  #alarm(what: string, props: Omit<AlarmProps, "name" | "topicArn">): void {
    const { name, topicArn } = this.#props;
    alarm(this, what, { ...props, name: name(what), topicArn });
  }
}
