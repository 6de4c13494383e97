import { ANYTHING, type Place, passRole, type RightsByType } from "./rights";

const GROUP_NAMES = { type: "aws_cloudwatch_log_group", attributes: ["name"] };
const KITE_LOG_GROUPS = ["{arn}:logs:{region}:{account}:log-group:*"];
const LOG_GROUPS: Place = {
  // With and without the end: actions differ in which they ask for.
  arns: [
    "{arn}:logs:{region}:{account}:log-group:{name}",
    "{arn}:logs:{region}:{account}:log-group:{name}:*",
  ],
  names: GROUP_NAMES,
  kite: KITE_LOG_GROUPS,
};
const TOPICS: Place = {
  arns: ["{arn}:sns:{region}:{account}:{name}"],
  names: { type: "aws_sns_topic", attributes: ["name"] },
  kite: ["{arn}:sns:{region}:{account}:{app}-alarms"],
};
const KEYS: Place = { arns: ["{arn}:kms:{region}:{account}:key/*"] };

export const WATCH_RIGHTS: RightsByType = {
  aws_budgets_budget: [
    {
      actions: ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"],
      reads: ["budgets:ListTagsForResource", "budgets:ViewBudget"],
      on: {
        arns: ["{arn}:budgets::{account}:budget/{name}"],
        names: { type: "aws_budgets_budget", attributes: ["name"] },
        kite: ["{arn}:budgets::{account}:budget/{app}-monthly"],
      },
    },
  ],
  aws_cloudwatch_dashboard: [
    {
      actions: ["cloudwatch:DeleteDashboards", "cloudwatch:PutDashboard"],
      reads: ["cloudwatch:GetDashboard"],
      on: {
        arns: ["{arn}:cloudwatch::{account}:dashboard/{name}"],
        names: { type: "aws_cloudwatch_dashboard", attributes: ["dashboard_name"] },
        kite: ["{arn}:cloudwatch::{account}:dashboard/{app}-*"],
      },
    },
  ],
  aws_cloudwatch_log_group: [
    // It lists: the group that is asked for is a filter.
    { reads: ["logs:DescribeLogGroups"], on: { ...ANYTHING, kite: KITE_LOG_GROUPS } },
    {
      actions: [
        "logs:CreateLogGroup",
        "logs:DeleteLogGroup",
        "logs:DeleteRetentionPolicy",
        "logs:PutRetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
      ],
      reads: ["logs:ListTagsForResource"],
      on: LOG_GROUPS,
    },
  ],
  aws_cloudwatch_log_stream: [
    {
      actions: ["logs:CreateLogStream", "logs:DeleteLogStream"],
      reads: ["logs:DescribeLogStreams"],
      on: LOG_GROUPS,
    },
  ],
  aws_cloudwatch_log_subscription_filter: [
    {
      actions: ["logs:DeleteSubscriptionFilter", "logs:PutSubscriptionFilter"],
      reads: ["logs:DescribeSubscriptionFilters"],
      on: LOG_GROUPS,
    },
    passRole("logs.amazonaws.com"),
  ],
  aws_cloudwatch_metric_alarm: [
    // It lists: the alarm that is asked for is a filter, and IAM is asked about all.
    {
      reads: ["cloudwatch:DescribeAlarms"],
      on: { arns: ["{arn}:cloudwatch:{region}:{account}:alarm:*"] },
    },
    {
      actions: [
        "cloudwatch:DeleteAlarms",
        "cloudwatch:PutMetricAlarm",
        "cloudwatch:TagResource",
        "cloudwatch:UntagResource",
      ],
      reads: ["cloudwatch:ListTagsForResource"],
      on: {
        arns: ["{arn}:cloudwatch:{region}:{account}:alarm:{name}"],
        names: { type: "aws_cloudwatch_metric_alarm", attributes: ["alarm_name"] },
        kite: ["{arn}:cloudwatch:{region}:{account}:alarm:*"],
      },
    },
  ],
  aws_cloudwatch_query_definition: [
    {
      actions: ["logs:DeleteQueryDefinition", "logs:PutQueryDefinition"],
      reads: ["logs:DescribeQueryDefinitions"],
      on: ANYTHING,
    },
  ],
  aws_kms_key: [
    { actions: ["kms:CreateKey"], on: ANYTHING },
    {
      actions: [
        "kms:DisableKey",
        "kms:DisableKeyRotation",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:PutKeyPolicy",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      reads: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
      on: KEYS,
    },
  ],
  aws_sns_topic: [
    {
      actions: [
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:SetTopicAttributes",
        "sns:TagResource",
        "sns:UntagResource",
      ],
      reads: ["sns:GetTopicAttributes", "sns:ListTagsForResource"],
      on: TOPICS,
    },
  ],
  aws_sns_topic_policy: [
    { actions: ["sns:SetTopicAttributes"], reads: ["sns:GetTopicAttributes"], on: TOPICS },
  ],
  aws_sns_topic_subscription: [
    { actions: ["sns:ListSubscriptionsByTopic", "sns:Subscribe"], on: TOPICS },
    // IAM knows no single subscription.
    {
      actions: ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
      reads: ["sns:GetSubscriptionAttributes"],
      on: ANYTHING,
    },
  ],
};
