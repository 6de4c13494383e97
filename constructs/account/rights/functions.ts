import { anything, grant, iamRoles, named, type Place, passRole, type RightsByType } from "./rights";

/** The name of a version or an alias follows the function's name. */
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
const rules = named("aws_cloudwatch_event_rule.name", "events:{region}:{account}:rule/{name}", "{stage}-*");
const queues = named("aws_sqs_queue.name", "sqs:{region}:{account}:{name}", "{stage}-outbox*");

export const functionRights: RightsByType = {
  aws_cloudwatch_event_rule: [
    grant("events", rules, {
      actions: "DeleteRule PutRule TagResource UntagResource",
      reads: "DescribeRule ListTagsForResource",
    }),
  ],
  aws_cloudwatch_event_target: [
    grant("events", rules, { actions: "PutTargets RemoveTargets", reads: "ListTargetsByRule" }),
    passRole("events.amazonaws.com"),
  ],
  aws_lambda_function: [
    grant("lambda", functions, {
      actions: `CreateFunction DeleteFunction DeleteFunctionConcurrency ListTags PublishVersion
        PutFunctionConcurrency TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration`,
      reads: "GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListVersionsByFunction",
    }),
    passRole("lambda.amazonaws.com"),
  ],
  aws_lambda_alias: [
    grant("lambda", functions, { actions: "CreateAlias DeleteAlias UpdateAlias", reads: "GetAlias" }),
  ],
  aws_lambda_event_source_mapping: [
    // The action has no resource, because a mapping that does not exist yet has no ARN.
    grant("lambda", anything, { actions: "CreateEventSourceMapping" }),
    grant(
      "lambda",
      { arns: ["{arn}:lambda:{region}:{account}:event-source-mapping:*"] },
      {
        actions: "DeleteEventSourceMapping TagResource UntagResource UpdateEventSourceMapping",
        reads: "GetEventSourceMapping ListTags",
      },
    ),
  ],
  // A plan does not invoke the function again: the state has its result.
  aws_lambda_invocation: [grant("lambda", functions, { actions: "InvokeFunction" })],
  aws_lambda_permission: [
    grant("lambda", functions, { actions: "AddPermission RemovePermission", reads: "GetPolicy" }),
  ],
  aws_sqs_queue: [
    grant("sqs", queues, {
      actions: "CreateQueue DeleteQueue GetQueueUrl SetQueueAttributes TagQueue UntagQueue",
      reads: "GetQueueAttributes ListQueueTags",
    }),
  ],
  aws_iam_role: [
    grant("iam", iamRoles, {
      actions: `CreateRole DeleteRole ListInstanceProfilesForRole PutRolePermissionsBoundary TagRole
        UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`,
      reads: "GetRole ListAttachedRolePolicies ListRolePolicies",
    }),
  ],
  aws_iam_role_policy: [
    grant("iam", iamRoles, { actions: "DeleteRolePolicy PutRolePolicy", reads: "GetRolePolicy" }),
  ],
};
