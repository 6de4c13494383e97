import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { WatchedParts } from "./stage-alarms";

export interface StageDashboardProps extends WatchedParts {
  readonly dashboardName: string;
  readonly region: string;
}

/** A metric with the names and values of its dimensions, as dashboards expect it. */
type Metric = readonly [namespace: string, name: string, ...dimensions: string[]];

/** Number of columns in a dashboard. */
const columns = 24;
const width = 8;
const height = 6;

/** Creates a dashboard with the activity and health of a stage. */
export class StageDashboard extends Construct {
  constructor(scope: Construct, id: string, props: StageDashboardProps) {
    super(scope, id);
    new CloudwatchDashboard(this, "Dashboard", {
      dashboardName: props.dashboardName,
      dashboardBody: JSON.stringify({
        widgets: panels(props).map((it, index) => widget(it, index, props.region)),
      }),
    });
  }
}

/** A graph: title, statistic and metrics. */
type Panel = readonly [title: string, stat: string, metrics: readonly Metric[]];

/** Returns the graphs in reading order: first visitors, then the infrastructure. */
function panels(props: StageDashboardProps): readonly Panel[] {
  const { stage, httpApiId, webSocketApiId, undeliverableName, deadLettersName } = props;
  const ofFunctions = (name: string) =>
    Object.values(props.functions).map((it): Metric => ["AWS/Lambda", name, "FunctionName", it.functionName]);
  const ofApi = (apiId: string, ...names: string[]) =>
    names.map((name): Metric => ["AWS/ApiGateway", name, "ApiId", apiId, "Stage", stage]);
  const ofTables = (...names: string[]) =>
    props.tableNames.flatMap((table) =>
      names.map((name): Metric => ["AWS/DynamoDB", name, "TableName", table]),
    );
  const ofQueues = (name: string, ...queues: string[]) =>
    queues.map((queue): Metric => ["AWS/SQS", name, "QueueName", queue]);
  const own = (name: string, ...services: string[]) =>
    services.map((service): Metric => [props.namespace, name, "service", service, "stage", stage]);
  const services = ["request-dispatcher", "outbox"];
  const messages = ["MessagesStored", "MessagesDelivered", "MessagesUndeliverable"];
  const frames = ["ConnectCount", "MessageCount", "ClientError", "ExecutionError"];
  const letters = ofQueues("ApproximateNumberOfMessagesVisible", undeliverableName, deadLettersName);
  return [
    ["Messages", "Sum", messages.flatMap((name) => own(name, ...services))],
    ["Deliveries that need attention", "Sum", own("DeliveriesNeedingAttention", "outbox")],
    ["Delivery time, p95 (ms)", "p95", own("DeliveryTime", ...services)],
    ["WebSocket", "Sum", ofApi(webSocketApiId, ...frames)],
    ["HTTP", "Sum", ofApi(httpApiId, "Count", "4xx", "5xx")],
    ["Invocations", "Sum", ofFunctions("Invocations")],
    ["Errors and throttles", "Sum", [...ofFunctions("Errors"), ...ofFunctions("Throttles")]],
    ["Duration, p95 (ms)", "p95", ofFunctions("Duration")],
    [
      "Outbox: oldest notification (s)",
      "Maximum",
      ofQueues("ApproximateAgeOfOldestMessage", props.queueName),
    ],
    ["Undeliverable messages and dead letters", "Maximum", letters],
    ["Tables: capacity", "Sum", ofTables("ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits")],
    ["Tables: throttles", "Sum", ofTables("ReadThrottleEvents", "WriteThrottleEvents")],
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widget([title, stat, metrics]: Panel, index: number, region: string): object {
  const left = index * width;
  return {
    type: "metric",
    x: left % columns,
    y: Math.floor(left / columns) * height,
    width: width,
    height: height,
    properties: { title, stat, metrics, region, view: "timeSeries", stacked: false, period: 300 },
  };
}
