import { stackStatements } from "../../../cli/policies/stack-statements";
import { fullDeployment, synthesizeStacks } from "../../../cli/stacks/synthesize-stacks";
import type { SynthesizedStack } from "../../../cli/stacks/synthesized-stack";
import {
  cloudflarePermissions,
  dataRights,
  resourceRights,
} from "../../../constructs/account/rights/all-rights";
import { kiteStack } from "../../stacks/kite";

const someNames = { account: "123456789012", region: "eu-west-1", app: "kite", stages: ["dev", "prod"] };
const codeInS3 = {
  code: "s3",
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  outboxLambdaS3Key: "outbox.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
  widgetLambdaS3Key: "widget.zip",
};

/** ARN of each resource by the attribute with its name, for the types whose names are in the stack. */
const named: Readonly<Record<string, (name: string) => string>> = {
  aws_athena_workgroup: (name) => `arn:aws:athena:eu-west-1:123456789012:workgroup/${name}`,
  aws_budgets_budget: (name) => `arn:aws:budgets::123456789012:budget/${name}`,
  aws_cloudwatch_event_rule: (name) => `arn:aws:events:eu-west-1:123456789012:rule/${name}`,
  aws_cloudwatch_log_group: (name) => `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`,
  aws_cloudwatch_metric_alarm: (name) => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`,
  aws_codebuild_project: (name) => `arn:aws:codebuild:eu-west-1:123456789012:project/${name}`,
  aws_dynamodb_table: (name) => `arn:aws:dynamodb:eu-west-1:123456789012:table/${name}`,
  aws_glue_catalog_database: (name) => `arn:aws:glue:eu-west-1:123456789012:database/${name}`,
  aws_iam_role: (name) => `arn:aws:iam::123456789012:role/${name}`,
  aws_kinesis_firehose_delivery_stream: (name) =>
    `arn:aws:firehose:eu-west-1:123456789012:deliverystream/${name}`,
  aws_lambda_function: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}`,
  aws_scheduler_schedule: (name) => `arn:aws:scheduler:eu-west-1:123456789012:schedule/default/${name}`,
  aws_sns_topic: (name) => `arn:aws:sns:eu-west-1:123456789012:${name}`,
  aws_sqs_queue: (name) => `arn:aws:sqs:eu-west-1:123456789012:${name}`,
  aws_ssm_parameter: (name) => `arn:aws:ssm:eu-west-1:123456789012:parameter${name}`,
};
const nameAttributes = ["function_name", "alarm_name", "name"];

const everything = synthesizeStacks(fullDeployment);
const matches = (pattern: string, arn: string) =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(arn);

describe("the table of permissions", () => {
  it.each([...everything])("has an entry for every resource type of %s", (_, plan) => {
    const unknown = [
      ...Object.keys(plan.resource ?? {}).filter((type) => !(type in resourceRights)),
      ...Object.keys(plan.data ?? {}).filter((type) => !(type in dataRights)),
    ].filter((type) => !(type in cloudflarePermissions));

    expect(unknown).toEqual([]);
    expect(Object.keys(plan.resource ?? {}).length).toBeGreaterThan(5);
  });

  it.each([
    ["the smallest deployment", {}],
    ["code from a bucket", codeInS3],
    ["code from the pipeline", { code: "build" }],
    ["a domain", { domainName: "example.org" }],
    [
      "a proxy with managed rules",
      { domainName: "example.org", cloudflareProxy: true, proxyManagedRules: true },
    ],
    ["alarms", { alarmEmails: ["on-call@example.org"], alarmForwarder: true }],
    ["a log archive", { logArchive: true }],
  ])("covers a stack with %s, which has only resource types of the full deployment", (_, file) => {
    const plan = kiteStack(file).document as SynthesizedStack;

    expect(() => stackStatements(plan, someNames)).not.toThrow();
    expect(Object.keys(everything.get("kite")?.resource ?? {})).toEqual(
      expect.arrayContaining(Object.keys(plan.resource ?? {})),
    );
  });

  it.each([...everything])("covers every resource name of %s", (_, plan) => {
    const statements = stackStatements(plan, { ...someNames, region: "eu-west-1" });
    const patterns = statements.flatMap(({ resources }) => resources).filter((arn) => arn !== "*");
    const arns = Object.entries(plan.resource ?? {}).flatMap(([type, blocks]) =>
      Object.values(blocks).flatMap((block) => {
        const attribute = nameAttributes.find((name) => typeof block[name] === "string");
        const arnOf = named[type];
        const name = String(block[attribute ?? ""]).replaceAll(/\$\{[^}]*\}/g, "a1b2c3");
        return arnOf === undefined || attribute === undefined ? [] : [arnOf(name)];
      }),
    );

    const missed = arns.filter((arn) => !patterns.some((pattern) => matches(pattern, arn)));

    expect(missed).toEqual([]);
    expect(arns.length).toBeGreaterThan(0);
  });

  it("rejects an unknown resource type, and reports where to add an entry", () => {
    const plan = { resource: { aws_moon: { it: {} } } };

    expect(() => stackStatements(plan, someNames)).toThrow(
      "aws_moon has no entry in constructs/account/rights",
    );
  });

  it("allows creating roles only with the deployment's permissions boundary, if there is one", () => {
    const boundary = "arn:aws:iam::123456789012:policy/boundary";
    const conditionsOf = (file: object) =>
      stackStatements(kiteStack(file).document as SynthesizedStack, someNames)
        .filter(({ actions }) => actions.some((action) => /^iam:(CreateRole|PutRolePolicy)$/.test(action)))
        .map(({ condition }) => condition?.StringEquals?.["iam:PermissionsBoundary"]);

    expect(conditionsOf({ permissionsBoundaryArn: boundary })).toEqual([boundary, boundary]);
    expect(conditionsOf({})).toEqual([undefined, undefined]);
  });
});
