import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** Metrics are looked at five minutes at a time. */
const alarmPeriodSeconds = 300;

interface MetricProps {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface AlarmProps {
  readonly name: string;
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** Heading of docs/runbook.md that says what to do. */
  readonly runbook: string;
  /** One metric; or several, whose sum counts. */
  readonly metrics: readonly MetricProps[];
  /** `Sum`, `Maximum`, or a percentile such as `p95`. */
  readonly statistic: string;
  /** Reached in one period, it rings. */
  readonly threshold: number;
  readonly topicArn: string;
}

/** Tells the topic when a metric reaches its threshold, and when it is well again; no data is well. */
export function alarm(scope: Construct, id: string, props: AlarmProps): CloudwatchMetricAlarm {
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName: props.name,
    alarmDescription: `${props.meaning} What to do: docs/runbook.md#${props.runbook}`,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    evaluationPeriods: 1,
    threshold: props.threshold,
    treatMissingData: "notBreaching",
    alarmActions: [props.topicArn],
    okActions: [props.topicArn],
    ...(props.metrics.length === 1 ? oneMetric(props) : sumOfMetrics(props)),
  });
}

function oneMetric({ metrics, statistic }: AlarmProps) {
  const [metric] = metrics;
  return {
    ...metric,
    dimensions: { ...metric?.dimensions },
    period: alarmPeriodSeconds,
    ...(statistic.startsWith("p") ? { extendedStatistic: statistic } : { statistic }),
  };
}

/** A metric without data counts as 0: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
function sumOfMetrics({ metrics, statistic }: AlarmProps) {
  return {
    metricQuery: [
      { id: "total", expression: "SUM(FILL(METRICS(), 0))", label: "total", returnData: true },
      ...metrics.map(({ dimensions, ...metric }, index) => ({
        id: `m${index}`,
        returnData: false,
        metric: { ...metric, dimensions: { ...dimensions }, period: alarmPeriodSeconds, stat: statistic },
      })),
    ],
  };
}
