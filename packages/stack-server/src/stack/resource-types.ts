/** Resource types that are served; `served/` has a reader for each. */
export const servedTypes = [
  "aws_apigatewayv2_api",
  "aws_apigatewayv2_api_mapping",
  "aws_apigatewayv2_integration",
  "aws_apigatewayv2_integration_response",
  "aws_apigatewayv2_route",
  "aws_apigatewayv2_route_response",
  "aws_apigatewayv2_stage",
  "aws_cloudwatch_event_rule",
  "aws_cloudwatch_event_target",
  "aws_dynamodb_table",
  "aws_lambda_alias",
  "aws_lambda_event_source_mapping",
  "aws_lambda_function",
  "aws_lambda_invocation",
  "aws_s3_bucket",
  "aws_s3_bucket_cors_configuration",
  "aws_s3_bucket_lifecycle_configuration",
  "aws_scheduler_schedule",
  "aws_sqs_queue",
] as const;

/**
 * Resource types that mean nothing to a local run: permissions, names on the internet, deployments, watching.
 * They are accepted without a word. A `*` stands for the rest of the name.
 */
export const declaredOnlyTypes: readonly string[] = [
  "aws_acm_certificate",
  "aws_acm_certificate_validation",
  "aws_api_gateway_account",
  "aws_apigatewayv2_deployment",
  "aws_apigatewayv2_domain_name",
  "aws_athena_*",
  "aws_budgets_budget",
  "aws_cloudwatch_composite_alarm",
  "aws_cloudwatch_dashboard",
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_log_resource_policy",
  "aws_cloudwatch_log_stream",
  "aws_cloudwatch_log_subscription_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_cloudwatch_query_definition",
  "aws_glue_*",
  "aws_iam_*",
  "aws_kinesis_firehose_delivery_stream",
  "aws_kms_*",
  "aws_lambda_permission",
  "aws_lambda_provisioned_concurrency_config",
  "aws_route53_*",
  "aws_s3_bucket_ownership_controls",
  "aws_s3_bucket_policy",
  "aws_s3_bucket_public_access_block",
  "aws_s3_bucket_server_side_encryption_configuration",
  "aws_s3_bucket_versioning",
  "aws_sns_topic_policy",
  "aws_sns_topic_subscription",
  "aws_sqs_queue_policy",
  "aws_sqs_queue_redrive_allow_policy",
  "cloudflare_*",
];

/** Resource types whose behaviour is missed in a local run, each with the sentence that is told at start. */
export const unservedTypes: Readonly<Record<string, string>> = {
  aws_dynamodb_table_item: "table items are not served: the item is not written",
  aws_lambda_function_event_invoke_config: "settings of asynchronous invocations are not served",
  aws_lambda_function_url: "function URLs are not served",
  "aws_s3_bucket_*": "this setting of a bucket is not served",
  aws_s3_object: "objects of a stack are not served: it is not uploaded",
  aws_sns_topic: "a function is told of this topic, and SNS is not served: nothing can be published to it",
  aws_sqs_queue_redrive_policy: "it is not read; put `redrive_policy` into the aws_sqs_queue",
  aws_ssm_parameter: "parameters are not taken from the stack: the run has its own values for them",
};

/** How the local run takes a resource type. */
export type Treatment =
  | { readonly kind: "served" }
  | { readonly kind: "declared only" }
  | { readonly kind: "unserved"; readonly reason: string };

/** A name in full comes before one with a `*`, and what is declared only before what is unserved. */
export function treatmentOf(type: string): Treatment {
  if (servedTypes.some((served) => served === type)) {
    return { kind: "served" };
  }
  const exact = unservedTypes[type];
  if (exact !== undefined) {
    return { kind: "unserved", reason: exact };
  }
  if (declaredOnlyTypes.some((pattern) => fits(type, pattern))) {
    return { kind: "declared only" };
  }
  const [, reason = `the local run does not know the resource type ${type}`] =
    Object.entries(unservedTypes).find(([pattern]) => fits(type, pattern)) ?? [];
  return { kind: "unserved", reason };
}

function fits(type: string, pattern: string): boolean {
  return pattern.endsWith("*") ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}
