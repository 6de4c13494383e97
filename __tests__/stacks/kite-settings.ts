import type { Attributes, Synthesized } from "../constructs/synthesized";
import { kiteStack, ownCode } from "./kite";
import type { SettingRow } from "./setting-row";
import { stateStack } from "./state";

type Look = (stack: Synthesized) => unknown;

const kite = (file: object) => kiteStack(file);
const state = (file: object) => stateStack({}, file);
const main = { function_name: "dev-request-dispatcher" };

const terraform = (stack: Synthesized) =>
  stack.document.terraform as { backend: { s3: Attributes }; required_version: string };
const provider = (stack: Synthesized) => (stack.document.provider as { aws: Attributes[] }).aws[0];
const boundaries: Look = (stack) => [
  ...new Set(stack.all("aws_iam_role").map((role) => role.permissions_boundary)),
];
const codeOf =
  (functionName: string): Look =>
  (stack) =>
    stack.one("aws_lambda_function", { function_name: functionName }).s3_key;
const rulesOf =
  (phase: string): Look =>
  (stack) =>
    stack
      .all("cloudflare_ruleset")
      .filter((ruleset) => ruleset.phase === phase)
      .flatMap(({ rules }) => rules as readonly Attributes[])
      .map(({ action, ratelimit }) => [action, (ratelimit as Attributes | undefined)?.requests_per_period]);

const boundary = "arn:aws:iam::123456789012:policy/bound";
const proxy = { domainName: "example.org", cloudflareProxy: true };

/** Attributes of `kite` and `kite-state` that the keys of a deployment file set. Another test covers a stage's keys. */
export const kiteSettings: readonly SettingRow[] = [
  row("account", "210987654321", kite, (stack) => provider(stack)?.allowed_account_ids, ["210987654321"]),
  row("account", "210987654321", kite, (stack) => terraform(stack).backend.s3.allowed_account_ids, [
    "210987654321",
  ]),
  row("account", "210987654321", state, (stack) => provider(stack)?.allowed_account_ids, ["210987654321"]),
  row("region", "us-east-2", kite, (stack) => [provider(stack)?.region, terraform(stack).backend.s3.region], [
    "us-east-2",
    "us-east-2",
  ]),
  row("region", "us-east-2", state, (stack) => provider(stack)?.region, "us-east-2"),
  row("app", "heron", kite, (stack) => stack.all("aws_apigatewayv2_api").map(({ name }) => name), [
    "heron-http",
    "heron-websocket",
  ]),
  row("app", "heron", state, (stack) => stack.one("aws_iam_role").name, "heron-api-gateway-logs-eu-west-1"),
  row("prodStage", true, kite, (stack) => stack.all("aws_lambda_invocation").length, 2),
  row(
    "stages",
    { dev: { dispatcherMemorySizeMb: 256 } },
    kite,
    (stack) => stack.one("aws_lambda_function", main).memory_size,
    256,
  ),
  row("stateBucket", "elsewhere", kite, (stack) => terraform(stack).backend.s3.bucket, "elsewhere"),
  row("stateBucket", "elsewhere", state, (stack) => stack.one("aws_s3_bucket").bucket, "elsewhere"),
  row("permissionsBoundaryArn", boundary, kite, boundaries, [boundary]),
  row("permissionsBoundaryArn", boundary, state, boundaries, [boundary]),
  // With "s3", each deploy sets the code. With "build", only the pipeline does.
  row("code", "s3", kite, (stack) => stack.one("aws_lambda_function", main).lifecycle, undefined, {
    ...ownCode,
    code: "build",
  }),
  row("code", "build", kite, (stack) => stack.one("aws_lambda_function", main).lifecycle, {
    ignore_changes: ["s3_key", "s3_object_version", "source_code_hash"],
  }),
  row(
    "s3SourceBucketName",
    "elsewhere",
    kite,
    (stack) => stack.one("aws_lambda_function", main).s3_bucket,
    "elsewhere",
    ownCode,
  ),
  row("mainLambdaS3Key", "2/m.zip", kite, codeOf("dev-request-dispatcher"), "2/m.zip", ownCode),
  row("outboxLambdaS3Key", "2/o.zip", kite, codeOf("dev-outbox"), "2/o.zip", ownCode),
  row("lifecycleLambdaS3Key", "2/l.zip", kite, codeOf("dev-lifecycle-handler"), "2/l.zip", ownCode),
  row("widgetLambdaS3Key", "2/w.zip", kite, codeOf("dev-widget"), "2/w.zip", ownCode),
  row(
    "domainName",
    "example.org",
    kite,
    (stack) => stack.all("aws_acm_certificate").map(({ domain_name }) => domain_name),
    ["example.org"],
  ),
  row(
    "cloudflareProxy",
    true,
    kite,
    (stack) => stack.all("cloudflare_dns_record").filter(({ proxied }) => proxied).length,
    2,
    { domainName: "example.org" },
  ),
  row("proxyRequestsPerTenSeconds", 7, kite, rulesOf("http_ratelimit"), [["block", 7]], proxy),
  row(
    "proxyManagedRules",
    true,
    kite,
    rulesOf("http_request_firewall_managed"),
    [["execute", undefined]],
    proxy,
  ),
  row(
    "alarmEmails",
    ["a@example.org"],
    kite,
    (stack) => stack.all("aws_sns_topic_subscription").map(({ endpoint }) => endpoint),
    ["a@example.org"],
  ),
  row(
    "alarmForwarder",
    true,
    kite,
    (stack) => stack.all("aws_sns_topic_subscription").map(({ protocol }) => protocol),
    ["lambda"],
  ),
  row(
    "monthlyBudgetUsd",
    120,
    kite,
    (stack) => stack.all("aws_budgets_budget").map(({ limit_amount }) => limit_amount),
    ["120"],
  ),
  row(
    "budgetTag",
    "app$kite",
    kite,
    (stack) => stack.one("aws_budgets_budget").cost_filter,
    [{ name: "TagKeyValue", values: ["user:app$kite"] }],
    { monthlyBudgetUsd: 120 },
  ),
  row("logArchive", true, kite, (stack) => stack.all("aws_kinesis_firehose_delivery_stream").length, 1),
  row("logArchiveDays", 30, kite, archivedDays, [30, 7], { logArchive: true }),
  row(
    "athenaScanLimitMegabytes",
    10,
    kite,
    (stack) => (stack.one("aws_athena_workgroup").configuration as Attributes).bytes_scanned_cutoff_per_query,
    10_485_760,
    { logArchive: true },
  ),
];

function archivedDays(stack: Synthesized): unknown {
  return Object.entries(stack.byId("aws_s3_bucket_lifecycle_configuration"))
    .filter(([id]) => id.includes("LogArchive"))
    .flatMap(([, { rule }]) => rule as readonly { expiration?: readonly { days: number }[] }[])
    .flatMap(({ expiration }) => (expiration ?? []).map(({ days }) => days));
}

function row(
  key: string,
  value: unknown,
  stack: SettingRow["stack"],
  see: Look,
  expected: unknown,
  others: object = {},
): SettingRow {
  return { key, value, stack, see, expected, with: others };
}
