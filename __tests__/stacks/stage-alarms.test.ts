import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "../../constructs/repository";
import { kiteStack } from "./kite";

const one = kiteStack();
const two = kiteStack({ prodStage: true });
const alarm = (stack: typeof one, what: string) =>
  stack.one("aws_cloudwatch_metric_alarm", { alarm_name: `kite-dev-${what}` });

describe("the alarms of a stage", () => {
  it("include one alarm of each kind for each stage, and no others", () => {
    const names = two.all("aws_cloudwatch_metric_alarm").map(({ alarm_name }) => String(alarm_name));

    const kinds = [
      "deliveries-needing-attention",
      "dynamodb-throttles",
      "http-5xx",
      "lifecycle-handler-errors",
      "lifecycle-handler-throttles",
      "oldest-message",
      "outbox-duration",
      "outbox-errors",
      "outbox-throttles",
      "request-dispatcher-duration",
      "request-dispatcher-errors",
      "request-dispatcher-throttles",
      "undeliverable",
      "websocket-execution-errors",
      "widget-duration",
      "widget-errors",
      "widget-throttles",
    ];
    expect(names.sort()).toEqual(
      ["dev", "prod"].flatMap((stage) => kinds.map((kind) => `kite-${stage}-${kind}`)),
    );
  });

  it.each([
    ["request-dispatcher-errors", "AWS/Lambda", "Errors", { FunctionName: "dev-request-dispatcher" }, "Sum"],
    ["outbox-throttles", "AWS/Lambda", "Throttles", { FunctionName: "dev-outbox" }, "Sum"],
    ["http-5xx", "AWS/ApiGateway", "5xx", { ApiId: expect.stringContaining("HttpApi"), Stage: "dev" }, "Sum"],
    [
      "websocket-execution-errors",
      "AWS/ApiGateway",
      "ExecutionError",
      { ApiId: expect.stringContaining("WebSocketApi"), Stage: "dev" },
      "Sum",
    ],
    [
      "oldest-message",
      "AWS/SQS",
      "ApproximateAgeOfOldestMessage",
      { QueueName: expect.stringMatching(/^\$\{aws_sqs_queue\.dev_Outbox_Queue_/) },
      "Maximum",
    ],
    [
      "undeliverable",
      "AWS/SQS",
      "ApproximateNumberOfMessagesVisible",
      { QueueName: expect.stringMatching(/^\$\{aws_sqs_queue\.dev_Outbox_Undeliverable_/) },
      "Maximum",
    ],
    [
      "deliveries-needing-attention",
      "kite",
      "DeliveriesNeedingAttention",
      { service: "outbox", stage: "dev" },
      "Sum",
    ],
  ])("watch the metric of %s", (what, namespace, metric_name, dimensions, statistic) => {
    expect(alarm(one, what)).toMatchObject({
      namespace,
      metric_name,
      dimensions,
      statistic,
      period: 300,
      evaluation_periods: 1,
      comparison_operator: "GreaterThanOrEqualToThreshold",
      treat_missing_data: "notBreaching",
    });
  });

  it("watch the 95th percentile of durations", () => {
    expect(alarm(one, "outbox-duration")).toMatchObject({
      metric_name: "Duration",
      extended_statistic: "p95",
      threshold: 36_000,
    });
    expect(alarm(one, "outbox-duration")).not.toHaveProperty("statistic");
  });

  it("watch the sum of throttles over all tables", () => {
    const { metric_query } = alarm(one, "dynamodb-throttles") as {
      metric_query: readonly {
        id: string;
        expression?: string;
        return_data: boolean;
        metric?: { dimensions: object };
      }[];
    };

    const [total, ...metrics] = metric_query;
    expect(total).toMatchObject({ expression: "SUM(FILL(METRICS(), 0))", return_data: true });
    expect(metrics.map(({ return_data }) => return_data)).toEqual(Array(8).fill(false));
    expect(new Set(metrics.map(({ metric }) => JSON.stringify(metric?.dimensions))).size).toBe(4);
  });

  it("each have a heading in the runbook", () => {
    const book = readFileSync(join(repositoryFolder, "docs", "runbook.md"), "utf8");
    const headings = [...book.matchAll(/^#+ (.*)$/gm)].map(([, text = ""]) =>
      text
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, "")
        .replaceAll(" ", "-"),
    );

    const wanted = one
      .all("aws_cloudwatch_metric_alarm")
      .map(({ alarm_description }) => /docs\/runbook\.md#([\w-]+)$/.exec(String(alarm_description))?.[1]);

    expect(headings).toEqual(expect.arrayContaining([...new Set(wanted)]));
  });
});
