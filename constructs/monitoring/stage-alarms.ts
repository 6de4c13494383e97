import { Construct } from "constructs";
import { type AlarmProps, alarm } from "./alarm";

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
  constructor(scope: Construct, id: string, props: StageAlarmsProps) {
    super(scope, id);
    for (const { what, ...row } of [...alarmsOfFunctions(props), ...alarmsOfStage(props)]) {
      alarm(this, what, {
        runbook: what,
        statistic: "Sum",
        ...row,
        name: props.name(what),
        topicArn: props.topicArn,
      });
    }
  }
}

/** An alarm by the last part of its name, which is also the heading in the runbook unless another is given. */
interface Row extends Pick<AlarmProps, "meaning" | "metrics" | "threshold"> {
  readonly what: string;
  readonly runbook?: string;
  /** @default "Sum" */
  readonly statistic?: string;
}

function alarmsOfFunctions({ functions, patientRoles, thresholds }: StageAlarmsProps): readonly Row[] {
  return Object.entries(functions).flatMap(([role, { functionName, timeoutSeconds }]) => {
    const row = (kind: string, metricName: string, meaning: string, threshold: number) => ({
      what: `${role}-${kind}`,
      runbook: `lambda-${kind}`,
      meaning,
      metrics: [{ namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } }],
      threshold,
    });
    const longest = (timeoutSeconds * 1000 * thresholds.durationPercent) / 100;
    const slow = row(
      "duration",
      "Duration",
      `The slowest twentieth of ${role} comes near its timeout.`,
      longest,
    );
    return [
      row("errors", "Errors", `Invocations of ${role} failed.`, thresholds.lambdaErrors),
      row("throttles", "Throttles", `Invocations of ${role} were throttled.`, thresholds.lambdaThrottles),
      ...(patientRoles.includes(role) ? [] : [{ ...slow, statistic: "p95" }]),
    ];
  });
}

function alarmsOfStage(props: StageAlarmsProps): readonly Row[] {
  const { stage, thresholds } = props;
  const ofApi = (apiId: string, metricName: string) => [
    { namespace: "AWS/ApiGateway", metricName, dimensions: { ApiId: apiId, Stage: stage } },
  ];
  const ofQueue = (name: string, metricName: string) => [
    { namespace: "AWS/SQS", metricName, dimensions: { QueueName: name } },
  ];
  return [
    {
      what: "http-5xx",
      meaning: "The HTTP API answered with status 5xx.",
      metrics: ofApi(props.httpApiId, "5xx"),
      threshold: thresholds.http5xx,
    },
    // Not IntegrationError: it counts what the function refuses with a 4xx, too.
    {
      what: "websocket-execution-errors",
      meaning: "The WebSocket API could not call its function.",
      metrics: ofApi(props.webSocketApiId, "ExecutionError"),
      threshold: thresholds.webSocketExecutionErrors,
    },
    {
      what: "oldest-message",
      meaning: "A message has waited long in the outbox.",
      metrics: ofQueue(props.queueName, "ApproximateAgeOfOldestMessage"),
      statistic: "Maximum",
      threshold: thresholds.oldestMessageSeconds,
    },
    // No alarm is on the dead letters: their messages are still pending, and the alarm above is raised before.
    {
      what: "undeliverable",
      meaning: "A message could not be delivered.",
      runbook: "undeliverable-messages",
      metrics: ofQueue(props.undeliverableName, "ApproximateNumberOfMessagesVisible"),
      statistic: "Maximum",
      threshold: 1,
    },
    {
      what: "deliveries-needing-attention",
      meaning: "Deliveries failed for a reason that a retry alone does not end.",
      runbook: "deliveries-that-need-attention",
      metrics: [
        {
          namespace: props.namespace,
          metricName: "DeliveriesNeedingAttention",
          // The outbox alone delivers.
          dimensions: { service: "outbox", stage },
        },
      ],
      threshold: thresholds.deliveriesNeedingAttention,
    },
    {
      what: "dynamodb-throttles",
      meaning: "Reads or writes of the tables were throttled.",
      metrics: props.tableNames.flatMap((TableName) =>
        ["ReadThrottleEvents", "WriteThrottleEvents"].map((metricName) => ({
          namespace: "AWS/DynamoDB",
          metricName,
          dimensions: { TableName },
        })),
      ),
      threshold: thresholds.dynamoDbThrottles,
    },
  ];
}
