import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";

/** Alarms evaluate metrics in periods of five minutes. */
const alarmPeriodSeconds = 300;

interface MetricProps {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface AlarmProps {
  readonly name: string;
  /** Meaning of the alarm, in one sentence. */
  readonly meaning: string;
  /** Heading of docs/runbook.md with instructions. */
  readonly runbook: string;
  /** Metrics of the alarm. Several metrics are added up. */
  readonly metrics: readonly MetricProps[];
  /** Statistic: `Sum`, `Maximum`, or a percentile such as `p95`. */
  readonly statistic: string;
  /** Value that raises the alarm when one period reaches it. */
  readonly threshold: number;
  readonly topicArn: string;
}

/** Creates an alarm that notifies a topic when a metric reaches the threshold or recovers. Missing data is OK. */
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

/** Adds up metrics. A metric without data counts as 0: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
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
