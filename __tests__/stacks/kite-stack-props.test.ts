import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { repositoryFolder } from "../../constructs/repository";
import { KiteStack } from "../../stacks/kite-stack";
import type { KiteStackProps } from "../../stacks/kite-stack-props";
import { alarmOptions } from "../../stacks/options/alarm-options";
import { buildOptions } from "../../stacks/options/build-options";
import { kiteOptions } from "../../stacks/options/kite-options";
import type { Options } from "../../stacks/options/option";
import { stageOptions } from "../../stacks/options/stage-options";
import { widgetOptions } from "../../stacks/options/widget-options";
import { read } from "../constructs/synthesized";
import { standInFunctions } from "./kite";

const kite = (props: Partial<KiteStackProps> = {}) =>
  new KiteStack(Testing.app(), "kite", {
    region: "eu-north-1",
    sourceDirectory: standInFunctions,
    ...props,
  });

describe("the props of KiteStack", () => {
  it("are all optional, except the region", () => {
    const stack = read(kite());

    expect(stack.all("aws_lambda_function").map(({ function_name }) => function_name)).toEqual([
      "dev-lifecycle-handler",
      "dev-outbox",
      "dev-request-dispatcher",
      "dev-widget",
    ]);
    expect(stack.json).toContain('"path": "../../../terraform.kite.tfstate"');
  });

  it.each([
    ["stage-options.ts", withoutWidget(stageOptions)],
    ["widget-options.ts", widgetOptions],
    ["alarm-options.ts", alarmOptions],
    ["kite-options.ts", kiteOptions],
    ["build-options.ts", buildOptions],
  ] as const)("have the defaults that their comments in %s document", (file, options: Options) => {
    const source = readFileSync(join(repositoryFolder, "stacks/options", file), "utf8");

    const documented = [...source.matchAll(/@default ([^-\n][^\n]*)\n {3}\*\/\n {2}(\w+): /g)];

    const defaults = Object.entries(options).flatMap(([name, { schema, options: group }]) => {
      const value: unknown = group ? undefined : schema.safeParse(undefined).data;
      return value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[name, value]];
    });
    expect(
      documented.map(([, text = "", name]) => [name, JSON.parse(text)]).filter(([, it]) => it.length !== 0),
    ).toEqual(defaults);
    // An option without a default is required, or its comment describes the behavior without a value.
    const undocumented = Object.keys(options).filter(
      (name) => !new RegExp(`@default [^\\n]+\\n {3}\\*/\\n {2}${name}: `).test(source),
    );
    expect(undocumented.filter((name) => options[name]?.schema.safeParse(undefined).success)).toEqual([]);
  });

  it("apply to all stages, unless dev or prod overrides them", () => {
    const stack = read(
      kite({ prodStage: true, memorySize: 128, retentionDays: 3, prod: { memorySize: 1024 }, dev: {} }),
    );

    const ofDispatcher = (stage: string) => {
      const lambda = stack.one("aws_lambda_function", { function_name: `${stage}-request-dispatcher` });
      const { variables } = lambda.environment as { variables: Readonly<Record<string, string>> };
      return [lambda.memory_size, variables.RETENTION_DAYS];
    };
    expect([ofDispatcher("dev"), ofDispatcher("prod")]).toEqual([
      [128, "3"],
      [1024, "3"],
    ]);
  });

  it("can restrict Terraform to one account", () => {
    const [own, any] = [read(kite({ account: "123456789012" })), read(kite())];

    expect(own.json).toContain('"allowed_account_ids"');
    expect(own.document).not.toHaveProperty("data");
    expect(any.json).not.toContain('"allowed_account_ids"');
    expect(any.json).toContain(
      "arn:aws:ssm:eu-north-1:${data.aws_caller_identity.Caller.account_id}:parameter/kite/dev/telegram-bot-token",
    );
    expect(any.all("aws_apigatewayv2_integration").map((it) => it.integration_uri)).toContain(
      "arn:aws:apigateway:eu-north-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-north-1:${data.aws_caller_identity.Caller.account_id}:function:$${stageVariables.function}/invocations",
    );
  });

  it("treat an undefined option as a missing option, also in a group", () => {
    const off = { alarms: { enabled: false }, prodStage: true };

    const stack = read(kite({ ...off, dev: { alarms: { enabled: undefined } }, prod: { alarms: {} } }));

    expect(stack.all("aws_cloudwatch_metric_alarm")).toEqual([]);
  });

  it.each<[string, object, RegExp]>([
    [
      "an invalid account",
      { account: "1234-5678-9012" },
      /- account .* expected the 12.*received "1234-5678-9012"/,
    ],
    [
      "a boolean for the group of alarms",
      { alarms: false },
      /- alarms .* expected an object.*received false/,
    ],
    [
      "null for the alarms of a stage",
      { dev: { alarms: null } },
      /- dev\.alarms .* expected an object.*received null/,
    ],
    ["null for a stage", { dev: null }, /- dev .* expected .*received null/],
    ["a list for a stage", { prod: [] }, /- prod .* expected .*received \[\]/],
    [
      "an unknown key of a stage",
      { dev: { retentionDay: 1 } },
      /- dev\.retentionDay .*received an unknown key/,
    ],
    [
      "an invalid value of one stage, with its path",
      { retentionDays: 7, dev: { retentionDays: 0 } },
      /:\n {2}- dev\.retentionDays .* expected a whole number from 1 to 365: the days.*received 0[^\n]*$/,
    ],
    [
      "NaN",
      { retentionDays: Number("a week") },
      /- retentionDays .* expected a whole number from 1 to 365: the days.*received NaN/,
    ],
    [
      "a value that JSON cannot represent",
      { retentionDays: 7n },
      /- retentionDays .* expected a whole number from 1 to 365: the days.*received 7n/,
    ],
  ])("reject %s from an untyped program", (_case, props, message) => {
    const build = () => kite(props as Partial<KiteStackProps>);

    expect(build).toThrow(message);
  });

  it.each<[string, Partial<KiteStackProps>, RegExp]>([
    [
      "a value that is invalid for every stage, with one error for the prop",
      { memorySize: 64, prodStage: true },
      /^The props of the stack kite cannot be used:\n {2}- memorySize \(props of the stack kite\): expected a whole number from 128 to 10240: the memory in MB.*received 64[^\n]*$/,
    ],
    ["an invalid region", { region: "here" }, /- region .* expected an AWS region.*received "here"/],
    [
      "a key without a bucket",
      { mainLambdaS3Key: "main.zip" },
      /- s3SourceBucketName .*received nothing, with the key/,
    ],
    [
      "another runtime for a function that is packaged locally",
      { runtime: "java21" },
      /- runtime .* expected nodejs22\.x or nodejs24\.x for code that is packaged from the local sources.*received "java21"/,
    ],
    [
      "another handler for a function that is packaged locally",
      { outboxHandler: "bootstrap" },
      /- outboxHandler .* expected index\.handler.*received "bootstrap"/,
    ],
    [
      "a proxy without a domain",
      { cloudflareProxy: true },
      /- cloudflareProxy .*received true, without a domainName/,
    ],
    [
      "a tag without a budget",
      { budgetTag: "app$kite" },
      /- budgetTag .*received a tag, without monthlyBudgetUsd/,
    ],
  ])("reject %s", (_case, props, message) => {
    const build = () => kite(props);

    expect(build).toThrow(message);
  });
});

/** Returns the options of a stage without those of the widget, which have their own file. */
function withoutWidget(options: typeof stageOptions): Options {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !(name in widgetOptions)));
}
