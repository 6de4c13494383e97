import { anything, type Place, passRole, type RightsByType } from "./rights";

const groupNames = { type: "aws_cloudwatch_log_group", attributes: ["name"] };
const kiteLogGroups = ["{arn}:logs:{region}:{account}:log-group:*"];
const logGroups: Place = {
  // With and without the end: actions differ in which they ask for.
  arns: [
    "{arn}:logs:{region}:{account}:log-group:{name}",
    "{arn}:logs:{region}:{account}:log-group:{name}:*",
  ],
  names: groupNames,
  kite: kiteLogGroups,
};
const topics: Place = {
  arns: ["{arn}:sns:{region}:{account}:{name}"],
  names: { type: "aws_sns_topic", attributes: ["name"] },
  kite: ["{arn}:sns:{region}:{account}:{app}-alarms"],
};
const keys: Place = { arns: ["{arn}:kms:{region}:{account}:key/*"] };

export const watchRights: RightsByType = {
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
    { reads: ["logs:DescribeLogGroups"], on: { ...anything, kite: kiteLogGroups } },
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
      on: logGroups,
    },
  ],
  aws_cloudwatch_log_stream: [
    {
      actions: ["logs:CreateLogStream", "logs:DeleteLogStream"],
      reads: ["logs:DescribeLogStreams"],
      on: logGroups,
    },
  ],
  aws_cloudwatch_log_subscription_filter: [
    {
      actions: ["logs:DeleteSubscriptionFilter", "logs:PutSubscriptionFilter"],
      reads: ["logs:DescribeSubscriptionFilters"],
      on: logGroups,
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
      on: anything,
    },
  ],
  aws_kms_key: [
    { actions: ["kms:CreateKey"], on: anything },
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
      on: keys,
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
      on: topics,
    },
  ],
  aws_sns_topic_policy: [
    { actions: ["sns:SetTopicAttributes"], reads: ["sns:GetTopicAttributes"], on: topics },
  ],
  aws_sns_topic_subscription: [
    { actions: ["sns:ListSubscriptionsByTopic", "sns:Subscribe"], on: topics },
    // IAM knows no single subscription.
    {
      actions: ["sns:SetSubscriptionAttributes", "sns:Unsubscribe"],
      reads: ["sns:GetSubscriptionAttributes"],
      on: anything,
    },
  ],
};
