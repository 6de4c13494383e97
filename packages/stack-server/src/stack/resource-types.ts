/**
 * Resource types that are served. The value lists the attributes that have no effect locally, separated by spaces. A
 * `*` stands for the rest of a name. Attributes that are neither listed nor read are logged at start. `served/` has a
 * reader for each type.
 */
export const servedTypes = {
  aws_apigatewayv2_api: "description disable_execute_api_endpoint ip_address_type version",
  aws_apigatewayv2_api_mapping: "api_mapping_key",
  aws_apigatewayv2_integration:
    "connection_type content_handling_strategy credentials_arn description integration_method " +
    "passthrough_behavior",
  aws_apigatewayv2_integration_response: "api_id content_handling_strategy",
  aws_apigatewayv2_route: "operation_name",
  aws_apigatewayv2_route_response: "api_id route_response_key",
  aws_apigatewayv2_stage:
    "access_log_settings auto_deploy client_certificate_id default_route_settings.data_trace_enabled " +
    "default_route_settings.detailed_metrics_enabled default_route_settings.logging_level " +
    "deployment_id description route_settings.data_trace_enabled " +
    "route_settings.detailed_metrics_enabled route_settings.logging_level",
  aws_cloudwatch_event_rule: "description event_bus_name force_destroy name name_prefix role_arn",
  aws_cloudwatch_event_target:
    "dead_letter_config event_bus_name force_destroy retry_policy role_arn target_id",
  aws_dynamodb_table:
    "billing_mode deletion_protection_enabled global_secondary_index.on_demand_throughput " +
    "global_secondary_index.read_capacity global_secondary_index.warm_throughput " +
    "global_secondary_index.write_capacity on_demand_throughput point_in_time_recovery read_capacity " +
    "server_side_encryption table_class warm_throughput write_capacity",
  aws_lambda_alias: "description function_version",
  aws_lambda_event_source_mapping: "kms_key_arn metrics_config",
  aws_lambda_function:
    "architectures code_signing_config_arn description ephemeral_storage kms_key_arn logging_config " +
    "publish role skip_destroy source_code_hash tracing_config",
  aws_lambda_invocation: "triggers",
  aws_s3_bucket: "bucket_prefix force_destroy object_lock_enabled",
  aws_s3_bucket_cors_configuration: "expected_bucket_owner cors_rule.id",
  aws_s3_bucket_lifecycle_configuration:
    "expected_bucket_owner rule.abort_incomplete_multipart_upload rule.id " +
    "rule.noncurrent_version_expiration rule.noncurrent_version_transition rule.transition " +
    "transition_default_minimum_object_size",
  aws_scheduler_schedule:
    "description flexible_time_window group_name kms_key_arn name name_prefix " +
    "target.dead_letter_config target.retry_policy target.role_arn",
  aws_sqs_queue:
    "fifo_throughput_limit kms_data_key_reuse_period_seconds kms_master_key_id name_prefix policy " +
    "redrive_allow_policy sqs_managed_sse_enabled",
} as const satisfies Readonly<Record<string, string>>;

/** Attributes that every resource may have and that have no effect locally. */
const ignoredEverywhere = "// depends_on lifecycle provider region tags tags_all timeouts";

/**
 * Returns whether an attribute of a served type has no effect locally.
 *
 * @param path Attribute with the names of its blocks.
 */
export function isIgnored(type: keyof typeof servedTypes, path: string): boolean {
  return `${ignoredEverywhere} ${servedTypes[type]}`.split(" ").some((pattern) => fits(path, pattern));
}

/**
 * Resource types that are accepted without a warning and have no effect locally: permissions, DNS, deployments,
 * monitoring. A `*` stands for the rest of the name.
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

/** Resource types that are not served, each with the reason that is logged at start. */
export const unservedTypes: Readonly<Record<string, string>> = {
  aws_dynamodb_table_item: "items of tables are not supported, so this item is not written",
  aws_lambda_function_event_invoke_config: "settings of asynchronous invocations are not supported",
  aws_lambda_function_url: "function URLs are not supported",
  "aws_s3_bucket_*": "this bucket setting is not supported",
  aws_s3_object: "objects are not supported, so this object is not uploaded",
  aws_sns_topic: "SNS is not supported, so the functions that refer to this topic cannot publish to it",
  aws_sqs_queue_redrive_policy:
    "this resource is not supported; set `redrive_policy` in the aws_sqs_queue instead",
  aws_ssm_parameter: "values of parameters are not read from the stack; pass them to the server",
};

/**
 * Returns the reason why a resource type is not served, or `undefined` if there is none. A full name takes precedence
 * over a pattern, and `declaredOnlyTypes` over `unservedTypes`.
 */
export function unservedReason(type: string): string | undefined {
  if (Object.hasOwn(servedTypes, type)) {
    return undefined;
  }
  const exact = unservedTypes[type];
  if (exact !== undefined || declaredOnlyTypes.some((pattern) => fits(type, pattern))) {
    return exact;
  }
  const [, reason = `the resource type ${type} is not supported`] =
    Object.entries(unservedTypes).find(([pattern]) => fits(type, pattern)) ?? [];
  return reason;
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
