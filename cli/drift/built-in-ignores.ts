import type { IgnoreEntry } from "./ignore-list";

/** Reason for attributes that change with every version that the pipeline publishes. */
const shippedReason = "the pipeline ships the code of the functions and points their alias at it";

const shipped: readonly IgnoreEntry[] = [
  {
    address: "aws_lambda_function.*",
    attributes: [
      "code_sha256",
      "last_modified",
      "qualified_arn",
      "qualified_invoke_arn",
      "s3_key",
      "s3_object_version",
      "source_code_hash",
      "source_code_size",
      "version",
    ],
    reason: shippedReason,
  },
  { address: "aws_lambda_alias.*", attributes: ["function_version"], reason: shippedReason },
];

const siblingReason = "a separate resource of the stack sets it, and that resource is checked";
const movesReason = "AWS changes it by itself";

/**
 * Attributes that the provider reads into one resource although another resource declares them, and attributes that AWS
 * changes.
 */
const always: readonly IgnoreEntry[] = [
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role
  drifting("aws_iam_role.*", ["inline_policy", "managed_policy_arns"], siblingReason),
  // https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/s3_bucket
  drifting(
    "aws_s3_bucket.*",
    ["cors_rule", "lifecycle_rule", "policy", "server_side_encryption_configuration", "versioning"],
    siblingReason,
  ),
  drifting("aws_sns_topic.*", ["policy"], siblingReason),
  drifting(
    "aws_sns_topic_subscription.*",
    ["confirmation_was_authenticated", "pending_confirmation"],
    "a person confirms the subscription by email",
  ),
  drifting(
    "aws_acm_certificate.*",
    ["not_after", "not_before", "pending_renewal", "renewal_eligibility", "renewal_summary", "status"],
    "AWS issues and renews the certificate",
  ),
  drifting(
    "aws_lambda_event_source_mapping.*",
    ["last_modified", "last_processing_result", "state", "state_transition_reason"],
    movesReason,
  ),
  drifting("aws_apigatewayv2_stage.*_HttpStage_*", ["deployment_id"], "the HTTP API deploys itself"),
];

/**
 * Returns the entries that apply to all stacks of this program.
 * @param codeIsShipped Whether a pipeline ships the code of the functions.
 */
export function builtInIgnores(codeIsShipped: boolean): readonly IgnoreEntry[] {
  return codeIsShipped ? [...shipped, ...always] : always;
}

function drifting(address: string, attributes: readonly string[], reason: string): IgnoreEntry {
  return { address, attributes, reason, class: "drifted" };
}
