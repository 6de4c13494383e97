import { ANYTHING, type Place, passRole, type RightsByType } from "./rights";

/** A version or an alias has its name behind the function's. */
const FUNCTIONS: Place = {
  arns: [
    "{arn}:lambda:{region}:{account}:function:{name}",
    "{arn}:lambda:{region}:{account}:function:{name}:*",
  ],
  names: { type: "aws_lambda_function", attributes: ["function_name"] },
};

export const FUNCTION_RIGHTS: RightsByType = {
  aws_lambda_function: [
    {
      actions: [
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:DeleteFunctionConcurrency",
        "lambda:GetFunction",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConfiguration",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PublishVersion",
        "lambda:PutFunctionConcurrency",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration",
      ],
      on: FUNCTIONS,
    },
    passRole("lambda.amazonaws.com"),
  ],
  aws_lambda_alias: [
    {
      actions: ["lambda:CreateAlias", "lambda:DeleteAlias", "lambda:GetAlias", "lambda:UpdateAlias"],
      on: FUNCTIONS,
    },
  ],
  aws_lambda_event_source_mapping: [
    // It knows no resource: a mapping that is not there yet has no ARN.
    { actions: ["lambda:CreateEventSourceMapping"], on: ANYTHING },
    {
      actions: [
        "lambda:DeleteEventSourceMapping",
        "lambda:GetEventSourceMapping",
        "lambda:ListTags",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateEventSourceMapping",
      ],
      on: { arns: ["{arn}:lambda:{region}:{account}:event-source-mapping:*"] },
    },
  ],
  aws_lambda_invocation: [{ actions: ["lambda:InvokeFunction"], on: FUNCTIONS }],
  aws_lambda_permission: [
    { actions: ["lambda:AddPermission", "lambda:GetPolicy", "lambda:RemovePermission"], on: FUNCTIONS },
  ],
  aws_sqs_queue: [
    {
      actions: [
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ListQueueTags",
        "sqs:SetQueueAttributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
      ],
      on: {
        arns: ["{arn}:sqs:{region}:{account}:{name}"],
        names: { type: "aws_sqs_queue", attributes: ["name"] },
      },
    },
  ],
};
