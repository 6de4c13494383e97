import { anything, grant, named, type Place, passRole, type RightsByType } from "./rights";

const groupNames = { type: "aws_cloudwatch_log_group", attributes: ["name"] };
const kiteLogGroups = ["{arn}:logs:{region}:{account}:log-group:*"];
const logGroups: Place = {
  // Some actions require the ARN with the suffix, and others require it without.
  arns: [
    "{arn}:logs:{region}:{account}:log-group:{name}",
    "{arn}:logs:{region}:{account}:log-group:{name}:*",
  ],
  names: groupNames,
  kite: kiteLogGroups,
};
const topics = named("aws_sns_topic.name", "sns:{region}:{account}:{name}", "{app}-alarms");
const keys: Place = { arns: ["{arn}:kms:{region}:{account}:key/*"] };
const budgets = named("aws_budgets_budget.name", "budgets::{account}:budget/{name}", "{app}-monthly");
const dashboards = named(
  "aws_cloudwatch_dashboard.dashboard_name",
  "cloudwatch::{account}:dashboard/{name}",
  "{app}-*",
);
const alarms = named(
  "aws_cloudwatch_metric_alarm.alarm_name",
  "cloudwatch:{region}:{account}:alarm:{name}",
  "*",
);

export const watchRights: RightsByType = {
  aws_budgets_budget: [
    grant("budgets", budgets, {
      actions: "ModifyBudget TagResource UntagResource",
      reads: "ListTagsForResource ViewBudget",
    }),
  ],
  aws_cloudwatch_dashboard: [
    grant("cloudwatch", dashboards, {
      actions: "DeleteDashboards PutDashboard",
      reads: "GetDashboard",
    }),
  ],
  aws_cloudwatch_log_group: [
    // The action lists groups: the requested group is only a filter.
    grant("logs", { ...anything, kite: kiteLogGroups }, { reads: "DescribeLogGroups" }),
    grant("logs", logGroups, {
      actions: `CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy TagResource
        UntagResource`,
      reads: "ListTagsForResource",
    }),
  ],
  aws_cloudwatch_log_stream: [
    grant("logs", logGroups, { actions: "CreateLogStream DeleteLogStream", reads: "DescribeLogStreams" }),
  ],
  aws_cloudwatch_log_subscription_filter: [
    grant("logs", logGroups, {
      actions: "DeleteSubscriptionFilter PutSubscriptionFilter",
      reads: "DescribeSubscriptionFilters",
    }),
    passRole("logs.amazonaws.com"),
  ],
  aws_cloudwatch_metric_alarm: [
    // The action lists alarms: the requested alarm is only a filter, and IAM checks the permission for all alarms.
    grant(
      "cloudwatch",
      { arns: ["{arn}:cloudwatch:{region}:{account}:alarm:*"] },
      {
        reads: "DescribeAlarms",
      },
    ),
    grant("cloudwatch", alarms, {
      actions: "DeleteAlarms PutMetricAlarm TagResource UntagResource",
      reads: "ListTagsForResource",
    }),
  ],
  aws_cloudwatch_query_definition: [
    grant("logs", anything, {
      actions: "DeleteQueryDefinition PutQueryDefinition",
      reads: "DescribeQueryDefinitions",
    }),
  ],
  aws_kms_key: [
    grant("kms", anything, { actions: "CreateKey" }),
    grant("kms", keys, {
      actions: `DisableKey DisableKeyRotation EnableKey EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion
        TagResource UntagResource UpdateKeyDescription`,
      reads: "DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags",
    }),
  ],
  aws_sns_topic: [
    grant("sns", topics, {
      actions: "CreateTopic DeleteTopic SetTopicAttributes TagResource UntagResource",
      reads: "GetTopicAttributes ListTagsForResource",
    }),
  ],
  aws_sns_topic_policy: [
    grant("sns", topics, { actions: "SetTopicAttributes", reads: "GetTopicAttributes" }),
  ],
  aws_sns_topic_subscription: [
    grant("sns", topics, { actions: "ListSubscriptionsByTopic Subscribe" }),
    // IAM has no resource for a single subscription.
    grant("sns", anything, {
      actions: "SetSubscriptionAttributes Unsubscribe",
      reads: "GetSubscriptionAttributes",
    }),
  ],
};
