import { anything, type Place, passRole, type RightsByType } from "./rights";

/** A version or an alias has its name behind the function's. */
const functions: Place = {
  arns: [
    "{arn}:lambda:{region}:{account}:function:{name}",
    "{arn}:lambda:{region}:{account}:function:{name}:*",
  ],
  names: { type: "aws_lambda_function", attributes: ["function_name"] },
  kite: [
    "{arn}:lambda:{region}:{account}:function:{stage}-*",
    "{arn}:lambda:{region}:{account}:function:{app}-*",
  ],
};
const rules: Place = {
  arns: ["{arn}:events:{region}:{account}:rule/{name}"],
  names: { type: "aws_cloudwatch_event_rule", attributes: ["name"] },
  kite: ["{arn}:events:{region}:{account}:rule/{stage}-*"],
};

export const functionRights: RightsByType = {
  aws_cloudwatch_event_rule: [
    {
      actions: ["events:DeleteRule", "events:PutRule", "events:TagResource", "events:UntagResource"],
      reads: ["events:DescribeRule", "events:ListTagsForResource"],
      on: rules,
    },
  ],
  aws_cloudwatch_event_target: [
    {
      actions: ["events:PutTargets", "events:RemoveTargets"],
      reads: ["events:ListTargetsByRule"],
      on: rules,
    },
    passRole("events.amazonaws.com"),
  ],
  aws_lambda_function: [
    {
      actions: [
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:DeleteFunctionConcurrency",
        "lambda:ListTags",
        "lambda:PublishVersion",
        "lambda:PutFunctionConcurrency",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      reads: [
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:ListVersionsByFunction",
      ],
      on: functions,
    },
    passRole("lambda.amazonaws.com"),
  ],
  aws_lambda_alias: [
    {
      actions: ["lambda:CreateAlias", "lambda:DeleteAlias", "lambda:UpdateAlias"],
      reads: ["lambda:GetAlias"],
      on: functions,
    },
  ],
  aws_lambda_event_source_mapping: [
    // It knows no resource: a mapping that is not there yet has no ARN.
    { actions: ["lambda:CreateEventSourceMapping"], on: anything },
    {
      actions: [
        "lambda:DeleteEventSourceMapping",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateEventSourceMapping",
      ],
      reads: ["lambda:GetEventSourceMapping", "lambda:ListTags"],
      on: { arns: ["{arn}:lambda:{region}:{account}:event-source-mapping:*"] },
    },
  ],
  // A plan does not call it again: what it answered is in the state.
  aws_lambda_invocation: [{ actions: ["lambda:InvokeFunction"], on: functions }],
  aws_lambda_permission: [
    {
      actions: ["lambda:AddPermission", "lambda:RemovePermission"],
      reads: ["lambda:GetPolicy"],
      on: functions,
    },
  ],
  aws_sqs_queue: [
    {
      actions: [
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:GetQueueUrl",
        "sqs:SetQueueAttributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
      ],
      reads: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
      on: {
        arns: ["{arn}:sqs:{region}:{account}:{name}"],
        names: { type: "aws_sqs_queue", attributes: ["name"] },
        kite: ["{arn}:sqs:{region}:{account}:{stage}-outbox*"],
      },
    },
  ],
};
