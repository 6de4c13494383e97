import type { Attributes, Synthesized } from "../../constructs/synthesized";
import type { Rule } from "./rule";

/** The attribute with the name of a type, and the maximum length in characters. */
interface NameRule {
  readonly attribute: string;
  readonly longest: number;
}

/** Types whose names must be unique in an account and region, or in all of AWS. */
const nameRules: Readonly<Record<string, NameRule>> = {
  aws_athena_workgroup: { attribute: "name", longest: 128 },
  aws_budgets_budget: { attribute: "name", longest: 100 },
  aws_cloudwatch_dashboard: { attribute: "dashboard_name", longest: 255 },
  aws_cloudwatch_event_rule: { attribute: "name", longest: 64 },
  aws_cloudwatch_log_group: { attribute: "name", longest: 512 },
  aws_cloudwatch_metric_alarm: { attribute: "alarm_name", longest: 255 },
  aws_cloudwatch_query_definition: { attribute: "name", longest: 255 },
  aws_codebuild_project: { attribute: "name", longest: 150 },
  aws_dynamodb_table: { attribute: "name", longest: 255 },
  aws_glue_catalog_database: { attribute: "name", longest: 252 },
  aws_iam_role: { attribute: "name", longest: 64 },
  aws_kinesis_firehose_delivery_stream: { attribute: "name", longest: 64 },
  aws_lambda_function: { attribute: "function_name", longest: 64 },
  aws_s3_bucket: { attribute: "bucket", longest: 63 },
  aws_scheduler_schedule: { attribute: "name", longest: 64 },
  aws_sns_topic: { attribute: "name", longest: 256 },
  aws_sqs_queue: { attribute: "name", longest: 80 },
  aws_ssm_parameter: { attribute: "name", longest: 1011 },
  docker_container: { attribute: "name", longest: 128 },
};

/** Two buckets may share a prefix, because the provider appends 26 characters. */
const longestBucketPrefix = 37;

/** No two resources of a type share a name, and no name is longer than AWS allows. */
export const namesFit: Rule = (stack) => [
  ...Object.entries(nameRules).flatMap(([type, { attribute, longest }]) => {
    const names = namesOf(stack.all(type), attribute);
    const twice = names.filter((name, index) => names.indexOf(name) !== index);
    return [...twice, ...names.filter((name) => tooLong(name, longest))].map((name) => `${type}: ${name}`);
  }),
  ...tooLongPrefixes(stack),
];

function namesOf(resources: readonly Attributes[], attribute: string): readonly string[] {
  return resources.map((resource) => resource[attribute]).filter((name) => typeof name === "string");
}

/** Returns whether a name is too long. Names that AWS generates are short. */
function tooLong(name: string, longest: number): boolean {
  return name.replaceAll(/\$\{[^}]*\}/g, "0123456789").length > longest;
}

function tooLongPrefixes(stack: Synthesized): readonly string[] {
  return namesOf(stack.all("aws_s3_bucket"), "bucket_prefix")
    .filter((prefix) => prefix.length > longestBucketPrefix)
    .map((prefix) => `aws_s3_bucket: ${prefix}`);
}
