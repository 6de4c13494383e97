import { cloudflarePermissions, kiteRights } from "../../constructs/account/rights/all-rights";
import { buildStack, rightsOf } from "./build";
import { kiteStack } from "./kite";

/** All that a deployment can have. */
const fullProps = {
  prodStage: true,
  domainName: "example.org",
  cloudflareProxy: true,
  logArchive: true,
  alarmEmails: ["on-call@example.org"],
  alarmForwarder: true,
  monthlyBudgetUsd: 20,
};

/** Actions that begin so read and change nothing. */
const readAction = /^[a-z0-9]+:(Describe|Get|List|View|GET$)/;

/** Actions that AWS calls reading and that we must not have: they return secrets, messages, rows and files. */
const contents =
  /^(dynamodb:(GetItem|Query|Scan)|s3:GetObject|sqs:Receive|secretsmanager:|kms:Decrypt|logs:(GetLogEvents|FilterLogEvents|GetQueryResults))/;

describe("the rights of the drift check", () => {
  const kite = kiteStack(fullProps);
  const rights = rightsOf(buildStack({ prodStage: true }), "Projects_DriftCheck");
  const statements = Object.values(rights).filter(({ Sid }) => Sid.startsWith("Plan"));

  it("has an entry for every type of resource in kite, and for no other", () => {
    const types = kite.types.filter((type) => !(type in cloudflarePermissions));

    expect(Object.keys(kiteRights).sort()).toEqual([...types].sort());
  });

  it("reads every type that AWS knows", () => {
    const silent = Object.entries(kiteRights)
      .filter(([, grants]) => grants.every(({ reads = [] }) => reads.length === 0))
      .map(([type]) => type);

    expect(silent).toEqual(["aws_lambda_invocation"]);
  });

  it("changes nothing, and sees no message, row or file", () => {
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => !readAction.test(action) || contents.test(action))).toEqual([]);
  });

  it("reads one parameter, the proxy's secret that the state holds anyway, and no bot's token", () => {
    const readers = statements.filter(({ Action }) => Action.includes("ssm:GetParameter"));

    expect(readers.flatMap(({ Resource }) => Resource)).toEqual([
      "arn:aws:ssm:eu-west-1:123456789012:parameter/kite/proxy-secret",
    ]);
  });

  it("asks for all where AWS knows no finer resource, and nowhere else", () => {
    const everywhere = statements.filter(({ Resource }) => Resource.includes("*"));

    expect(everywhere.flatMap(({ Action }) => Action)).toEqual([
      "logs:DescribeQueryDefinitions",
      "sns:GetSubscriptionAttributes",
      "ssm:DescribeParameters",
    ]);
  });

  it("keeps to the deployment's names where AWS has names", () => {
    const functions = statements.find(({ Action }) => Action.includes("lambda:GetFunction"));

    expect(functions?.Resource).toEqual([
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-*",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-*",
      "arn:aws:lambda:eu-west-1:123456789012:function:kite-*",
    ]);
    expect(statements.flatMap(({ Resource }) => Resource).filter((it) => it.includes("{"))).toEqual([]);
  });

  it("has names that each resource of kite with a name of its own falls under", () => {
    const allowed = statements
      .flatMap(({ Resource }) => Resource)
      .map((arn) => new RegExp(`^${arn.replaceAll(/[.+?^$(){}|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`));
    const PREFIXES: Readonly<Record<string, string>> = {
      aws_lambda_function: "arn:aws:lambda:eu-west-1:123456789012:function:",
      aws_iam_role: "arn:aws:iam::123456789012:role/",
      aws_dynamodb_table: "arn:aws:dynamodb:eu-west-1:123456789012:table/",
      aws_sqs_queue: "arn:aws:sqs:eu-west-1:123456789012:",
      aws_s3_bucket: "arn:aws:s3:::",
      aws_cloudwatch_event_rule: "arn:aws:events:eu-west-1:123456789012:rule/",
      aws_cloudwatch_dashboard: "arn:aws:cloudwatch::123456789012:dashboard/",
      aws_sns_topic: "arn:aws:sns:eu-west-1:123456789012:",
      aws_kinesis_firehose_delivery_stream: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/",
      aws_athena_workgroup: "arn:aws:athena:eu-west-1:123456789012:workgroup/",
      aws_glue_catalog_database: "arn:aws:glue:eu-west-1:123456789012:database/",
      aws_budgets_budget: "arn:aws:budgets::123456789012:budget/",
      aws_ssm_parameter: "arn:aws:ssm:eu-west-1:123456789012:parameter",
    };

    const outside = Object.entries(PREFIXES).flatMap(([type, prefix]) =>
      kite
        .all(type)
        .map((it) => `${prefix}${it.function_name ?? it.name ?? it.bucket_prefix ?? it.dashboard_name}`)
        .filter((arn) => !allowed.some((pattern) => pattern.test(arn))),
    );
    expect(outside).toEqual([]);
  });
});
