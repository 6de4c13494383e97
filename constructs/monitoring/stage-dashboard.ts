import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { Construct } from "constructs";
import type { WatchedParts } from "./stage-alarms";

export interface StageDashboardProps extends WatchedParts {
  readonly dashboardName: string;
  readonly region: string;
}

/** Names and values of dimensions, as dashboards take them. */
type Metric = readonly [namespace: string, name: string, ...dimensions: string[]];

/** How many columns a dashboard has. */
const columns = 24;
const width = 8;
const height = 6;

/** One page with what a stage does and how well. */
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

/** A graph. */
interface Panel {
  readonly title: string;
  readonly stat: string;
  readonly metrics: readonly Metric[];
}

/** In the order of reading: visitors first, then what carries them. */
function panels(props: StageDashboardProps): readonly Panel[] {
  const functions = Object.values(props.functions).map(({ functionName }) => functionName);
  const ofFunctions = (name: string): Metric[] =>
    functions.map((functionName) => ["AWS/Lambda", name, "FunctionName", functionName]);
  const ofApi = (apiId: string, names: string[]): Metric[] =>
    names.map((name) => ["AWS/ApiGateway", name, "ApiId", apiId, "Stage", props.stage]);
  const ofTables = (names: string[]): Metric[] =>
    props.tableNames.flatMap((table) =>
      names.map((name): Metric => ["AWS/DynamoDB", name, "TableName", table]),
    );
  const own = (name: string, service: string): Metric => [
    props.namespace,
    name,
    "service",
    service,
    "stage",
    props.stage,
  ];
  const services = ["request-dispatcher", "outbox"];
  return [
    {
      title: "Messages",
      stat: "Sum",
      metrics: ["MessagesStored", "MessagesDelivered", "MessagesUndeliverable"].flatMap((name) =>
        services.map((service) => own(name, service)),
      ),
    },
    {
      title: "Deliveries that need attention",
      stat: "Sum",
      metrics: [own("DeliveriesNeedingAttention", "outbox")],
    },
    { title: "Delivery time, p95 (ms)", stat: "p95", metrics: services.map((it) => own("DeliveryTime", it)) },
    {
      title: "WebSocket",
      stat: "Sum",
      metrics: ofApi(props.webSocketApiId, ["ConnectCount", "MessageCount", "ClientError", "ExecutionError"]),
    },
    { title: "HTTP", stat: "Sum", metrics: ofApi(props.httpApiId, ["Count", "4xx", "5xx"]) },
    { title: "Invocations", stat: "Sum", metrics: ofFunctions("Invocations") },
    {
      title: "Errors and throttles",
      stat: "Sum",
      metrics: [...ofFunctions("Errors"), ...ofFunctions("Throttles")],
    },
    { title: "Duration, p95 (ms)", stat: "p95", metrics: ofFunctions("Duration") },
    {
      title: "Outbox: oldest notification (s)",
      stat: "Maximum",
      metrics: [["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", props.queueName]],
    },
    {
      title: "Undeliverable messages and dead letters",
      stat: "Maximum",
      metrics: [props.undeliverableName, props.deadLettersName].map(
        (name): Metric => ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", name],
      ),
    },
    {
      title: "Tables: capacity",
      stat: "Sum",
      metrics: ofTables(["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"]),
    },
    {
      title: "Tables: throttles",
      stat: "Sum",
      metrics: ofTables(["ReadThrottleEvents", "WriteThrottleEvents"]),
    },
  ];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widget(panel: Panel, index: number, region: string): object {
  const left = index * width;
  return {
    type: "metric",
    x: left % columns,
    y: Math.floor(left / columns) * height,
    width: width,
    height: height,
    properties: { ...panel, region, view: "timeSeries", stacked: false, period: 300 },
  };
}
