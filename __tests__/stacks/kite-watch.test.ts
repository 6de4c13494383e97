import type { Attributes } from "../constructs/synthesized";
import { kiteStack } from "./kite";

const one = kiteStack();
const two = kiteStack({ prodStage: true });
const accountId = "123456789012";

interface Statement {
  readonly Principal: { readonly Service?: string; readonly AWS?: string };
  readonly Action: readonly string[];
  readonly Condition?: unknown;
}
const statementsOf = ({ policy }: Attributes) =>
  (JSON.parse(String(policy)) as { Statement: readonly Statement[] }).Statement;

describe("the topic of the alarms", () => {
  it("is shared by the stages, and encrypted with its own key, which rotates", () => {
    expect(two.one("aws_sns_topic")).toMatchObject({
      name: "kite-alarms",
      kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
    });
    expect(two.one("aws_kms_key").enable_key_rotation).toBe(true);
  });

  it.each(["aws_kms_key", "aws_sns_topic_policy"])(
    "allows only the listed services to publish, and only from this account, in its %s",
    (type) => {
      const services = statementsOf(one.one(type)).filter(({ Principal }) => Principal.Service);

      const from = (arn: string) => ({
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": arn },
      });
      expect(services.map(({ Principal, Condition }) => [Principal.Service, Condition])).toEqual([
        ["cloudwatch.amazonaws.com", from(`arn:aws:cloudwatch:eu-west-1:${accountId}:alarm:*`)],
        // EventBridge does not send these condition keys, so a condition would reject its requests.
        ["events.amazonaws.com", undefined],
        ["budgets.amazonaws.com", from(`arn:aws:budgets::${accountId}:*`)],
      ]);
    },
  );

  it("has a key that the account can still administer", () => {
    const [account] = statementsOf(one.one("aws_kms_key"));

    expect(account?.Principal.AWS).toBe(`arn:aws:iam::${accountId}:root`);
    expect(account?.Action).toEqual(expect.arrayContaining(["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]));
  });

  it("honors the setting alarmEmails", () => {
    const stack = kiteStack({ alarmEmails: ["a@example.org", "b@example.org"] });

    expect(stack.all("aws_sns_topic_subscription")).toMatchObject([
      { protocol: "email", endpoint: "a@example.org" },
      { protocol: "email", endpoint: "b@example.org" },
    ]);
    expect(one.all("aws_sns_topic_subscription")).toEqual([]);
  });
});

describe("the alarm forwarder", () => {
  const forwarding = kiteStack({ alarmForwarder: true });

  it("exists only if the setting alarmForwarder is true", () => {
    const names = (stack: typeof one) =>
      stack.all("aws_lambda_function").map(({ function_name }) => function_name);

    expect(names(forwarding)).toContain("kite-alarm-forwarder");
    expect(names(one)).not.toContain("kite-alarm-forwarder");
  });

  it("is subscribed to the alarm topic, and only the topic may invoke it", () => {
    expect(forwarding.one("aws_sns_topic_subscription")).toMatchObject({
      protocol: "lambda",
      endpoint: expect.stringMatching(/^\$\{aws_lambda_alias\.Watch_Forwarder_Alias_\w+\.arn\}$/),
      depends_on: [expect.stringMatching(/^aws_lambda_permission\.Watch_Forwarder_alarm-topic_/)],
    });
    expect(forwarding.one("aws_lambda_permission", { principal: "sns.amazonaws.com" }).source_arn).toMatch(
      /^\$\{aws_sns_topic\.\w+\.arn\}$/,
    );
  });

  it("gets the name of the URL's parameter, and may read only this parameter", () => {
    const { environment } = forwarding.one("aws_lambda_function", { function_name: "kite-alarm-forwarder" });
    const [policy] = Object.entries(forwarding.byId("aws_iam_role_policy"))
      .filter(([id]) => id.includes("Forwarder"))
      .map(([, value]) => String(value.policy));

    expect(environment).toMatchObject({
      variables: { FORWARDER_URL_PARAMETER: "/kite/alarm-forwarder-url" },
    });
    expect(policy).toContain(`arn:aws:ssm:eu-west-1:${accountId}:parameter/kite/alarm-forwarder-url`);
  });
});

describe("the budget", () => {
  it("does not exist by default", () => {
    expect(one.all("aws_budgets_budget")).toEqual([]);
  });

  it("honors the setting monthlyBudgetUsd, and notifies at 50, 80 and 100 % and if the forecast exceeds it", () => {
    const stack = kiteStack({ monthlyBudgetUsd: 120 });

    const { notification, ...budget } = stack.one("aws_budgets_budget") as {
      notification: readonly {
        threshold: number;
        notification_type: string;
        subscriber_sns_topic_arns: string[];
      }[];
    };
    expect(budget).toMatchObject({
      name: "kite-monthly",
      budget_type: "COST",
      time_unit: "MONTHLY",
      limit_amount: "120",
      limit_unit: "USD",
    });
    expect(notification.map(({ notification_type, threshold }) => [notification_type, threshold])).toEqual([
      ["ACTUAL", 50],
      ["ACTUAL", 80],
      ["ACTUAL", 100],
      ["FORECASTED", 100],
    ]);
    expect(notification[0]?.subscriber_sns_topic_arns).toEqual([
      expect.stringMatching(/^\$\{aws_sns_topic\./),
    ]);
    expect(budget).not.toHaveProperty("cost_filter");
  });

  it("honors the setting budgetTag", () => {
    const stack = kiteStack({ monthlyBudgetUsd: 120, budgetTag: "app$kite" });

    expect(stack.one("aws_budgets_budget").cost_filter).toEqual([
      { name: "TagKeyValue", values: ["user:app$kite"] },
    ]);
  });
});

describe("the monitoring of a stage", () => {
  it("has one dashboard for each stage, in which every graph has a metric and its own position", () => {
    const dashboards = two.all("aws_cloudwatch_dashboard");
    const { widgets } = JSON.parse(String(dashboards[0]?.dashboard_body)) as {
      widgets: readonly {
        x: number;
        y: number;
        properties: { title: string; region: string; metrics: unknown[][] };
      }[];
    };

    expect(dashboards.map(({ dashboard_name }) => dashboard_name)).toEqual(["kite-dev", "kite-prod"]);
    expect(widgets.every(({ properties }) => properties.metrics.length > 0)).toBe(true);
    expect(widgets.every(({ properties }) => properties.region === "eu-west-1")).toBe(true);
    expect(new Set(widgets.map(({ x, y }) => `${x},${y}`)).size).toBe(widgets.length);
    expect(widgets[0]?.properties.metrics[0]).toEqual([
      "kite",
      "MessagesStored",
      "service",
      "request-dispatcher",
      "stage",
      "dev",
    ]);
  });

  it("has saved queries over the stage's own log groups", () => {
    const queries = one.all("aws_cloudwatch_query_definition");

    expect(queries.map(({ name }) => name).sort()).toEqual([
      "kite/dev/Errors",
      "kite/dev/Errors by kind",
      "kite/dev/Messages and bytes by channel",
      "kite/dev/Refused requests",
      "kite/dev/Slowest invocations",
    ]);
    const groupsOf = (query: string) =>
      queries.find(({ name }) => name === `kite/dev/${query}`)?.log_group_names;
    // Sorted by name, because any other order would show up as a change in each plan.
    expect(groupsOf("Refused requests")).toEqual([
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.dev_HttpStage_AccessLogs_\w+\.name\}$/),
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.dev_WebSocketStage_AccessLogs_\w+\.name\}$/),
    ]);
    expect(groupsOf("Errors")).toEqual(
      ["lifecycle-handler", "outbox", "request-dispatcher", "widget"].map((role) =>
        expect.stringContaining(`aws_cloudwatch_log_group.dev_${role}_Logs_`),
      ),
    );
  });

  it("traces every function", () => {
    expect(two.all("aws_lambda_function").map(({ tracing_config }) => tracing_config)).toEqual(
      Array(8).fill({ mode: "Active" }),
    );
  });
});
