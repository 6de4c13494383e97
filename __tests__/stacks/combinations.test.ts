import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { stackId } from "../../stacks/choose-stacks";
import { KiteStack } from "../../stacks/kite-stack";
import { read, type Synthesized } from "../constructs/synthesized";
import { SMALLEST, settingsFolder } from "../settings/settings-folder";
import { ALL_RULES } from "./house-rules/all-rules";
import { STAND_IN_FUNCTIONS } from "./kite";

/** A choice: what it adds to the deployment file, and to the environment. */
interface Choice {
  readonly name: string;
  readonly file?: object;
  readonly environment?: Readonly<Record<string, string>>;
}

const S3 = {
  code: "s3",
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  outboxLambdaS3Key: "outbox.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
};
const ofDev = (values: object) => ({ stages: { dev: values } });

const ALL_WATCH = {
  prodStage: true,
  logArchive: true,
  alarmEmails: ["on-call@example.org"],
  alarmForwarder: true,
  monthlyBudgetUsd: 100,
  budgetTag: "app$kite",
};

/** One choice of each line; a new line here is tried with all others. */
const CHOICES: readonly (readonly Choice[])[] = [
  [{ name: "dev" }, { name: "dev and prod", file: { prodStage: true } }],
  [{ name: "asset" }, { name: "S3", file: S3 }, { name: "kite-build", file: { code: "build" } }],
  [{ name: "state in S3" }, { name: "local state", environment: { KITE_STATE: "local" } }],
  [{ name: "no sandbox" }, { name: "sandbox", environment: { KITE_SANDBOX: "ada" } }],
  [
    { name: "no domain" },
    { name: "domain", file: { domainName: "example.org" } },
    { name: "proxy", file: { domainName: "example.org", cloudflareProxy: true, proxyManagedRules: true } },
  ],
  [{ name: "arm64" }, { name: "x86_64", file: ofDev({ architecture: "x86_64" }) }],
];

const COMBINATIONS = CHOICES.reduce<readonly (readonly Choice[])[]>(
  (all, choices) => all.flatMap((chosen) => choices.map((choice) => [...chosen, choice])),
  [[]],
).map((choices) => ({ title: choices.map(({ name }) => name).join(", "), choices }));

function synthesize(choices: readonly Choice[]): Synthesized {
  const file = Object.assign({ ...SMALLEST }, ...choices.map((choice) => choice.file));
  const environment = Object.assign({}, ...choices.map((choice) => choice.environment));
  const settings = readSettings({ directory: settingsFolder(file), environment });
  const id = stackId("kite", settings);
  return read(new KiteStack(Testing.app(), id, { ...settings, sourceDirectory: STAND_IN_FUNCTIONS }));
}

/** What adds its own parts and leaves the others as they are: tried with few of the choices. */
const WATCHED = [{}, S3, { domainName: "example.org", cloudflareProxy: true }].map((file) => ({
  name: "all watch",
  file: { ...ALL_WATCH, ...file },
}));

describe("every combination of choices", () => {
  it.each(COMBINATIONS)("synthesizes by the rules of the house: $title", ({ choices }) => {
    const stack = synthesize(choices);

    const faults = ALL_RULES.flatMap((rule) => rule(stack).map((fault) => `${rule.name}: ${fault}`));

    expect(faults).toEqual([]);
    expect(stack.all("aws_lambda_function").length).toBeGreaterThanOrEqual(3);
  });

  it.each(WATCHED)("synthesizes by the rules of the house with all that can be watched", (choice) => {
    const stack = synthesize([choice]);

    const faults = ALL_RULES.flatMap((rule) => rule(stack).map((fault) => `${rule.name}: ${fault}`));

    expect(faults).toEqual([]);
    expect(stack.types).toEqual(expect.arrayContaining(["aws_athena_workgroup", "aws_budgets_budget"]));
  });
});
