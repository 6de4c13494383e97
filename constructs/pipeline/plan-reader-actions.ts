/** What Terraform asks AWS to know how a resource is. */
export interface ReadingActions {
  /** Actions in full; none: nothing is asked. */
  readonly actions: readonly string[];
  /**
   * ARNs with `{arn}` (how those of the partition begin), `{region}`, `{account}`, `{app}`, `{database}` (the app's name with underscores), `{stage-name}` and
   * `{stage}` (each stage, with a sandbox's prefix) in them; `*` where AWS has no finer resource.
   */
  readonly resources: readonly string[];
}

const NOTHING: ReadingActions = { actions: [], resources: [] };

const FUNCTIONS = [
  "{arn}:lambda:{region}:{account}:function:{stage}-*",
  "{arn}:lambda:{region}:{account}:function:{app}-*",
];
const ROLES = ["{arn}:iam::{account}:role/{stage}-*", "{arn}:iam::{account}:role/{app}-*"];
const BUCKETS = ["{arn}:s3:::{app}-{stage-name}-files-*", "{arn}:s3:::{app}-logs-*"];
const RULES = ["{arn}:events:{region}:{account}:rule/{stage}-*"];
const LOG_GROUPS = ["{arn}:logs:{region}:{account}:log-group:*"];
const CERTIFICATES = ["{arn}:acm:{region}:{account}:certificate/*"];
const TOPICS = ["{arn}:sns:{region}:{account}:{app}-alarms"];
const WORKGROUP = ["{arn}:athena:{region}:{account}:workgroup/{app}-logs"];
const TABLES_OF_LOGS = [
  "{arn}:glue:{region}:{account}:catalog",
  "{arn}:glue:{region}:{account}:database/{database}_logs",
  "{arn}:glue:{region}:{account}:table/{database}_logs/*",
];

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-iam-policy-examples.html: a path is the resource. */
const API: ReadingActions = {
  actions: ["apigateway:GET"],
  resources: ["{arn}:apigateway:{region}::/apis/*", "{arn}:apigateway:{region}::/domainnames/*"],
};

/**
 * For each type of resource in the stack `kite`, what a plan reads. Actions and what they may be limited to are in the
 * service authorization reference: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export const PLAN_READER_ACTIONS: Readonly<Record<string, ReadingActions>> = {
  aws_acm_certificate: {
    actions: ["acm:DescribeCertificate", "acm:ListTagsForCertificate"],
    resources: CERTIFICATES,
  },
  aws_acm_certificate_validation: { actions: ["acm:DescribeCertificate"], resources: CERTIFICATES },
  aws_apigatewayv2_api: API,
  aws_apigatewayv2_api_mapping: API,
  aws_apigatewayv2_deployment: API,
  aws_apigatewayv2_domain_name: API,
  aws_apigatewayv2_integration: API,
  aws_apigatewayv2_integration_response: API,
  aws_apigatewayv2_route: API,
  aws_apigatewayv2_route_response: API,
  aws_apigatewayv2_stage: API,
  aws_athena_named_query: { actions: ["athena:GetNamedQuery"], resources: WORKGROUP },
  aws_athena_workgroup: {
    actions: ["athena:GetWorkGroup", "athena:ListTagsForResource"],
    resources: WORKGROUP,
  },
  aws_budgets_budget: {
    actions: ["budgets:ListTagsForResource", "budgets:ViewBudget"],
    resources: ["{arn}:budgets::{account}:budget/{app}-monthly"],
  },
  aws_cloudwatch_dashboard: {
    actions: ["cloudwatch:GetDashboard"],
    resources: ["{arn}:cloudwatch::{account}:dashboard/{app}-*"],
  },
  aws_cloudwatch_event_rule: {
    actions: ["events:DescribeRule", "events:ListTagsForResource"],
    resources: RULES,
  },
  aws_cloudwatch_event_target: { actions: ["events:ListTargetsByRule"], resources: RULES },
  aws_cloudwatch_log_group: {
    actions: ["logs:DescribeLogGroups", "logs:ListTagsForResource"],
    resources: LOG_GROUPS,
  },
  aws_cloudwatch_log_stream: { actions: ["logs:DescribeLogStreams"], resources: LOG_GROUPS },
  aws_cloudwatch_log_subscription_filter: {
    actions: ["logs:DescribeSubscriptionFilters"],
    resources: LOG_GROUPS,
  },
  aws_cloudwatch_metric_alarm: {
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"],
    resources: ["{arn}:cloudwatch:{region}:{account}:alarm:*"],
  },
  aws_cloudwatch_query_definition: { actions: ["logs:DescribeQueryDefinitions"], resources: ["*"] },
  aws_dynamodb_table: {
    actions: [
      "dynamodb:DescribeContinuousBackups",
      "dynamodb:DescribeTable",
      "dynamodb:DescribeTimeToLive",
      "dynamodb:ListTagsOfResource",
    ],
    resources: ["{arn}:dynamodb:{region}:{account}:table/{stage}.*"],
  },
  aws_glue_catalog_database: { actions: ["glue:GetDatabase", "glue:GetTags"], resources: TABLES_OF_LOGS },
  aws_glue_catalog_table: {
    actions: ["glue:GetPartitionIndexes", "glue:GetTable"],
    resources: TABLES_OF_LOGS,
  },
  aws_iam_role: {
    actions: ["iam:GetRole", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies"],
    resources: ROLES,
  },
  aws_iam_role_policy: { actions: ["iam:GetRolePolicy"], resources: ROLES },
  aws_kinesis_firehose_delivery_stream: {
    actions: ["firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream"],
    resources: ["{arn}:firehose:{region}:{account}:deliverystream/{app}-*"],
  },
  aws_kms_key: {
    actions: ["kms:DescribeKey", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListResourceTags"],
    resources: ["{arn}:kms:{region}:{account}:key/*"],
  },
  aws_lambda_alias: { actions: ["lambda:GetAlias"], resources: FUNCTIONS },
  aws_lambda_event_source_mapping: {
    actions: ["lambda:GetEventSourceMapping", "lambda:ListTags"],
    resources: ["{arn}:lambda:{region}:{account}:event-source-mapping:*"],
  },
  aws_lambda_function: {
    actions: [
      "lambda:GetFunction",
      "lambda:GetFunctionCodeSigningConfig",
      "lambda:GetFunctionConfiguration",
      "lambda:ListVersionsByFunction",
    ],
    resources: FUNCTIONS,
  },
  // What was answered stays as it was; nothing is called.
  aws_lambda_invocation: NOTHING,
  aws_lambda_permission: { actions: ["lambda:GetPolicy"], resources: FUNCTIONS },
  aws_s3_bucket: {
    actions: [
      "s3:GetAccelerateConfiguration",
      "s3:GetBucketAcl",
      "s3:GetBucketCORS",
      "s3:GetBucketLocation",
      "s3:GetBucketLogging",
      "s3:GetBucketObjectLockConfiguration",
      "s3:GetBucketPolicy",
      "s3:GetBucketRequestPayment",
      "s3:GetBucketTagging",
      "s3:GetBucketVersioning",
      "s3:GetBucketWebsite",
      "s3:GetEncryptionConfiguration",
      "s3:GetLifecycleConfiguration",
      "s3:GetReplicationConfiguration",
      // Whether the bucket is there is asked by it.
      "s3:ListBucket",
      "s3:ListTagsForResource",
    ],
    resources: BUCKETS,
  },
  aws_s3_bucket_cors_configuration: { actions: ["s3:GetBucketCORS"], resources: BUCKETS },
  aws_s3_bucket_lifecycle_configuration: { actions: ["s3:GetLifecycleConfiguration"], resources: BUCKETS },
  aws_s3_bucket_policy: { actions: ["s3:GetBucketPolicy"], resources: BUCKETS },
  aws_s3_bucket_public_access_block: { actions: ["s3:GetBucketPublicAccessBlock"], resources: BUCKETS },
  aws_s3_bucket_server_side_encryption_configuration: {
    actions: ["s3:GetEncryptionConfiguration"],
    resources: BUCKETS,
  },
  aws_sns_topic: { actions: ["sns:GetTopicAttributes", "sns:ListTagsForResource"], resources: TOPICS },
  aws_sns_topic_policy: { actions: ["sns:GetTopicAttributes"], resources: TOPICS },
  // A subscription is no resource of IAM's, and its topic does not stand for it.
  aws_sns_topic_subscription: { actions: ["sns:GetSubscriptionAttributes"], resources: ["*"] },
  aws_sqs_queue: {
    actions: ["sqs:GetQueueAttributes", "sqs:ListQueueTags"],
    resources: ["{arn}:sqs:{region}:{account}:{stage}-outbox*"],
  },
  // The proxy's secret, which is in the state anyway; no token of a bot.
  aws_ssm_parameter: {
    actions: ["ssm:GetParameter", "ssm:ListTagsForResource"],
    resources: ["{arn}:ssm:{region}:{account}:parameter/{app}/proxy-secret"],
  },
  // Cloudflare is asked with its own token.
  cloudflare_dns_record: NOTHING,
  cloudflare_ruleset: NOTHING,
};

/** What is asked beside, of a type with resources of another kind. */
export const FURTHER_READING: readonly ReadingActions[] = [
  // The description of a parameter; its value is not in it.
  { actions: ["ssm:DescribeParameters"], resources: ["*"] },
];
