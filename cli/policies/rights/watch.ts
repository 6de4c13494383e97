import { ANYTHING, type Place, passRole, type RightsByType } from "./rights";

const GROUP_NAMES = { type: "aws_cloudwatch_log_group", attributes: ["name"] };
const LOG_GROUPS: Place = {
  // With and without the end: actions differ in which they ask for.
  arns: [
    "{arn}:logs:{region}:{account}:log-group:{name}",
    "{arn}:logs:{region}:{account}:log-group:{name}:*",
  ],
  names: GROUP_NAMES,
};
const TOPICS: Place = {
  arns: ["{arn}:sns:{region}:{account}:{name}"],
  names: { type: "aws_sns_topic", attributes: ["name"] },
};
const KEYS: Place = { arns: ["{arn}:kms:{region}:{account}:key/*"] };

export const WATCH_RIGHTS: RightsByType = {
  aws_budgets_budget: [
    {
      actions: [
        "budgets:ListTagsForResource",
        "budgets:ModifyBudget",
        "budgets:TagResource",
        "budgets:UntagResource",
        "budgets:ViewBudget",
      ],
      on: {
        arns: ["{arn}:budgets::{account}:budget/{name}"],
        names: { type: "aws_budgets_budget", attributes: ["name"] },
      },
    },
  ],
  aws_cloudwatch_dashboard: [
    {
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:GetDashboard", "cloudwatch:PutDashboard"],
      on: {
        arns: ["{arn}:cloudwatch::{account}:dashboard/{name}"],
        names: { type: "aws_cloudwatch_dashboard", attributes: ["dashboard_name"] },
      },
    },
  ],
  aws_cloudwatch_log_group: [
    // It lists: the group that is asked for is a filter.
    { actions: ["logs:DescribeLogGroups"], on: ANYTHING },
    {
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:ListTagsForResource",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      on: LOG_GROUPS,
    },
  ],
  aws_cloudwatch_log_stream: [
    { actions: ["logs:CreateLogStream", "logs:DeleteLogStream", "logs:DescribeLogStreams"], on: LOG_GROUPS },
  ],
  aws_cloudwatch_log_subscription_filter: [
    {
      actions: [
        "logs:DeleteSubscriptionFilter",
        "logs:DescribeSubscriptionFilters",
        "logs:PutSubscriptionFilter",
      ],
      on: LOG_GROUPS,
    },
    passRole("logs.amazonaws.com"),
  ],
  aws_cloudwatch_metric_alarm: [
    // It lists: the alarm that is asked for is a filter, and IAM is asked about all.
    {
      actions: ["cloudwatch:DescribeAlarms"],
      on: { arns: ["{arn}:cloudwatch:{region}:{account}:alarm:*"] },
    },
    {
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:ListTagsForResource",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      on: {
        arns: ["{arn}:cloudwatch:{region}:{account}:alarm:{name}"],
        names: { type: "aws_cloudwatch_metric_alarm", attributes: ["alarm_name"] },
      },
    },
  ],
  aws_cloudwatch_query_definition: [
    {
      actions: ["logs:DeleteQueryDefinition", "logs:DescribeQueryDefinitions", "logs:PutQueryDefinition"],
      on: ANYTHING,
    },
  ],
  aws_kms_key: [
    { actions: ["kms:CreateKey"], on: ANYTHING },
    {
      actions: [
        "kms:DescribeKey",
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      on: KEYS,
    },
  ],
  aws_sns_topic: [
    {
      actions: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:GetTopicAttributes",
        "sns:ListTagsForResource",
        "sns:SetTopicAttributes",
        "sns:TagResource",
        "sns:UntagResource",
      ],
      on: TOPICS,
    },
  ],
  aws_sns_topic_policy: [{ actions: ["sns:GetTopicAttributes", "sns:SetTopicAttributes"], on: TOPICS }],
  aws_sns_topic_subscription: [
    { actions: ["sns:ListSubscriptionsByTopic", "sns:Subscribe"], on: TOPICS },
    // IAM knows no single subscription.
    {
      actions: ["sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
      on: ANYTHING,
    },
  ],
};
