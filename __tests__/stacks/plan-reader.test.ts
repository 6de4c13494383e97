import { cloudflarePermissions, kiteRights } from "../../constructs/account/rights/all-rights";
import { buildStack, rightsOf } from "./build";
import { kiteStack } from "./kite";

/** Props that enable every feature of a deployment. */
const fullProps = {
  prodStage: true,
  domainName: "example.org",
  cloudflareProxy: true,
  logArchive: true,
  alarmEmails: ["on-call@example.org"],
  alarmForwarder: true,
  monthlyBudgetUsd: 20,
};

/** Actions with these prefixes only read. */
const readAction = /^[a-z0-9]+:(Describe|Get|List|View|GET$)/;

/** Read actions that the role must not have, because they return secrets, messages, rows and files. */
const contents =
  /^(dynamodb:(GetItem|Query|Scan)|s3:GetObject|sqs:Receive|secretsmanager:|kms:Decrypt|logs:(GetLogEvents|FilterLogEvents|GetQueryResults))/;

describe("the permissions of the drift check", () => {
  const kite = kiteStack(fullProps);
  const rights = rightsOf(buildStack({ prodStage: true }), "Projects_DriftCheck");
  const statements = Object.values(rights).filter(({ Sid }) => Sid.startsWith("Plan"));

  it("have an entry for exactly the resource types of kite", () => {
    const types = kite.types.filter((type) => !(type in cloudflarePermissions));

    expect(Object.keys(kiteRights).sort()).toEqual([...types].sort());
  });

  it("include a read action for every resource type that exists in AWS", () => {
    const silent = Object.entries(kiteRights)
      .filter(([, grants]) => grants.every(({ reads = [] }) => reads.length === 0))
      .map(([type]) => type);

    expect(silent).toEqual(["aws_lambda_invocation"]);
  });

  it("allow no change, and no access to messages, rows or files", () => {
    const actions = statements.flatMap(({ Action }) => Action);

    expect(actions.length).toBeGreaterThan(50);
    expect(actions.filter((action) => !readAction.test(action) || contents.test(action))).toEqual([]);
  });

  it("allow reading the parameter of the proxy secret, which the state contains anyway, but no bot token", () => {
    const readers = statements.filter(({ Action }) => Action.includes("ssm:GetParameter"));

    expect(readers.flatMap(({ Resource }) => Resource)).toEqual([
      "arn:aws:ssm:eu-west-1:123456789012:parameter/kite/proxy-secret",
    ]);
  });

  it("have the resource * only for actions that AWS cannot restrict to a resource", () => {
    const everywhere = statements.filter(({ Resource }) => Resource.includes("*"));

    expect(everywhere.flatMap(({ Action }) => Action)).toEqual([
      "logs:DescribeQueryDefinitions",
      "sns:GetSubscriptionAttributes",
      "ssm:DescribeParameters",
    ]);
  });

  it("are limited to the deployment's names for all other actions", () => {
    const functions = statements.find(({ Action }) => Action.includes("lambda:GetFunction"));

    expect(functions?.Resource).toEqual([
      "arn:aws:lambda:eu-west-1:123456789012:function:dev-*",
      "arn:aws:lambda:eu-west-1:123456789012:function:prod-*",
      "arn:aws:lambda:eu-west-1:123456789012:function:kite-*",
    ]);
    expect(statements.flatMap(({ Resource }) => Resource).filter((it) => it.includes("{"))).toEqual([]);
  });

  it("cover every named resource of kite", () => {
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
