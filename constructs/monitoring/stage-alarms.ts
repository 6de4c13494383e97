import { Construct } from "constructs";
import { type AlarmProps, alarm } from "./alarm";
import { functionAlarmMeanings, stageAlarmMeanings } from "./alarm-meanings";

/** Represents a function by the dimensions of its metrics. */
export interface WatchedFunction {
  readonly functionName: string;
  readonly timeoutSeconds: number;
}

/** Represents the monitored resources of a stage, by their names in metrics. */
export interface WatchedParts {
  readonly stage: string;
  /** Functions by their roles, which are part of their alarms' names. */
  readonly functions: Readonly<Record<string, WatchedFunction>>;
  readonly httpApiId: string;
  readonly webSocketApiId: string;
  readonly queueName: string;
  /** The queue of notifications that reached the maximum receive count. */
  readonly deadLettersName: string;
  /** The queue of messages that cannot be delivered. */
  readonly undeliverableName: string;
  readonly tableNames: readonly string[];
  /** Namespace of the metrics that the functions write. */
  readonly namespace: string;
}

export interface StageAlarmsProps extends WatchedParts {
  /** Roles that get no alarm on their duration, because they wait by design. */
  readonly patientRoles: readonly string[];
  readonly topicArn: string;
  /** Returns an alarm's name. */
  readonly name: (what: string) => string;
  /**
   * Values that raise the alarms when a five-minute period reaches them. `durationPercent` is a percentage of the
   * timeout.
   */
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

/** Creates the alarms of one stage. */
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

/** Represents an alarm by the last part of its name, which is also its heading in the runbook by default. */
interface Row extends Pick<AlarmProps, "meaning" | "metrics" | "threshold"> {
  readonly what: string;
  readonly runbook?: string;
  /** @default "Sum" */
  readonly statistic?: string;
}

function alarmsOfFunctions({ functions, patientRoles, thresholds }: StageAlarmsProps): readonly Row[] {
  return Object.entries(functions).flatMap(([role, { functionName, timeoutSeconds }]) => {
    const row = (kind: keyof typeof functionAlarmMeanings, metricName: string, threshold: number) => ({
      what: `${role}-${kind}`,
      runbook: `lambda-${kind}`,
      meaning: functionAlarmMeanings[kind](role),
      metrics: [{ namespace: "AWS/Lambda", metricName, dimensions: { FunctionName: functionName } }],
      threshold,
    });
    const longest = (timeoutSeconds * 1000 * thresholds.durationPercent) / 100;
    const slow = row("duration", "Duration", longest);
    return [
      row("errors", "Errors", thresholds.lambdaErrors),
      row("throttles", "Throttles", thresholds.lambdaThrottles),
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
  const rows: readonly (Omit<Row, "what" | "meaning"> & { what: keyof typeof stageAlarmMeanings })[] = [
    {
      what: "http-5xx",
      metrics: ofApi(props.httpApiId, "5xx"),
      threshold: thresholds.http5xx,
    },
    // Not IntegrationError, which also counts requests that the function rejects with a 4xx.
    {
      what: "websocket-execution-errors",
      metrics: ofApi(props.webSocketApiId, "ExecutionError"),
      threshold: thresholds.webSocketExecutionErrors,
    },
    {
      what: "oldest-message",
      metrics: ofQueue(props.queueName, "ApproximateAgeOfOldestMessage"),
      statistic: "Maximum",
      threshold: thresholds.oldestMessageSeconds,
    },
    // The dead letters have no alarm: their messages are still pending, and the alarm above is raised earlier.
    {
      what: "undeliverable",
      runbook: "undeliverable-messages",
      metrics: ofQueue(props.undeliverableName, "ApproximateNumberOfMessagesVisible"),
      statistic: "Maximum",
      threshold: 1,
    },
    {
      what: "deliveries-needing-attention",
      runbook: "deliveries-that-need-attention",
      metrics: [
        {
          namespace: props.namespace,
          metricName: "DeliveriesNeedingAttention",
          // Only the outbox delivers.
          dimensions: { service: "outbox", stage },
        },
      ],
      threshold: thresholds.deliveriesNeedingAttention,
    },
    {
      what: "dynamodb-throttles",
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
  return rows.map((row) => ({ ...row, meaning: stageAlarmMeanings[row.what] }));
}
