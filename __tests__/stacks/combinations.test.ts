import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "@kite-chat/stack-server";
import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../settings/stack-id";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import { Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";
import { type Choice, combine } from "./choices";
import { allRules } from "./house-rules/all-rules";
import { ownCode, standInFunctions } from "./kite";

const ofDev = (values: object) => ({ stages: { dev: values } });

const allWatch = {
  prodStage: true,
  logArchive: true,
  alarmEmails: ["on-call@example.org"],
  alarmForwarder: true,
  monthlyBudgetUsd: 100,
  budgetTag: "app$kite",
};

/** Each combination has one choice from every line. A new line is combined with all others. */
const everyChoice: readonly (readonly Choice[])[] = [
  [{ name: "dev" }, { name: "dev and prod", file: { prodStage: true } }],
  [{ name: "asset" }, { name: "S3", file: ownCode }, { name: "kite-build", file: { code: "build" } }],
  [{ name: "state in S3" }, { name: "local state", environment: { KITE_STATE: "local" } }],
  [{ name: "no sandbox" }, { name: "sandbox", environment: { KITE_SANDBOX: "ada" } }],
  [
    { name: "no domain" },
    { name: "domain", file: { domainName: "example.org" } },
    { name: "proxy", file: { domainName: "example.org", cloudflareProxy: true, proxyManagedRules: true } },
  ],
  [{ name: "arm64" }, { name: "x86_64", file: ofDev({ architecture: "x86_64" }) }],
];

/** Synthesizes the stack as `npm run synth` does. @returns the stack's folder */
function synthesize(choices: readonly Choice[]): string {
  const file = Object.assign({ ...smallest }, ...choices.map((choice) => choice.file));
  const environment = Object.assign({}, ...choices.map((choice) => choice.environment));
  const settings = readSettings({ directory: settingsFolder(file), environment });
  const id = stackId("kite", settings);
  const stack = new KiteStack(Testing.app(), id, {
    ...kiteStackProps(settings),
    sourceDirectory: standInFunctions,
  });
  return join(Testing.fullSynth(stack), "stacks", id);
}

function read(directory: string): Synthesized {
  return new Synthesized(readFileSync(join(directory, "cdk.tf.json"), "utf8"));
}

function faultsOf(stack: Synthesized): readonly string[] {
  return allRules.flatMap((rule) => rule(stack).map((fault) => `${rule.name}: ${fault}`));
}

/** Addresses of the local run. */
const endpoints = {
  httpEndpoint: "http://localhost:3000",
  webSocketEndpoint: "ws://localhost:3000",
  servicesEndpoint: "http://127.0.0.1:41234",
};

/** Returns the number of functions that the local run can serve, which are those whose code is not in a bucket. */
function servable(choices: readonly Choice[], declared: number): number {
  return choices.some(({ file }) => file && "code" in file) ? 0 : declared;
}

/** Choices that only add resources. They are combined with only a few of the other choices. */
const watched = [{}, ownCode, { domainName: "example.org", cloudflareProxy: true }].map((file) => ({
  name: "all watch",
  file: { ...allWatch, ...file },
}));

describe("kite with every combination of settings", () => {
  it.each(combine(everyChoice))(
    "follows the rules for all stacks, and the local run can serve it: $title",
    ({ choices }) => {
      const directory = synthesize(choices);

      const stack = read(directory);
      const plan = readStack(directory, endpoints);

      const declared = stack.all("aws_lambda_function").length;
      expect(faultsOf(stack)).toEqual([]);
      expect(declared).toBeGreaterThanOrEqual(3);
      expect(plan.functions).toHaveLength(servable(choices, declared));
      expect(plan.tables).toHaveLength(stack.all("aws_dynamodb_table").length);
    },
  );

  it.each(watched)("follows the rules for all stacks with all monitoring enabled", (choice) => {
    const directory = synthesize([choice]);

    const stack = read(directory);
    const plan = readStack(directory, endpoints);

    expect(faultsOf(stack)).toEqual([]);
    expect(stack.types).toEqual(expect.arrayContaining(["aws_athena_workgroup", "aws_budgets_budget"]));
    expect(plan.tables).toHaveLength(8);
  });
});
