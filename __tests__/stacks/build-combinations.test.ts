import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildStackOf } from "./build";
import { type Choice, combine } from "./choices";
import { allRules } from "./house-rules/all-rules";

/** Each combination has one choice from every line. A new line is combined with all others. */
const everyChoice: readonly (readonly Choice[])[] = [
  [{ name: "dev" }, { name: "dev and prod", file: { prodStage: true } }],
  [{ name: "packaged locally" }, { name: "function.zip", file: { buildLambdaViaAsset: true } }],
  [{ name: "x86_64" }, { name: "arm64", file: { buildArchitecture: "arm64" } }],
  [{ name: "state in S3" }, { name: "local state", environment: { KITE_STATE: "local" } }],
  [{ name: "no sandbox" }, { name: "sandbox", environment: { KITE_SANDBOX: "ada" } }],
  [
    { name: "no domain" },
    {
      name: "proxy and emails",
      file: { domainName: "example.org", cloudflareProxy: true, alarmEmails: ["on-call@example.org"] },
    },
  ],
];

const folder = mkdtempSync(join(tmpdir(), "kite-function-zip-"));
const functionZip = join(folder, "function.zip");
writeFileSync(functionZip, "zip");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Maximum lengths of names: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, …/scheduler, …/eventbridge. */
const longestNames: Readonly<Record<string, number>> = {
  aws_iam_role: 64,
  aws_cloudwatch_event_rule: 64,
  aws_scheduler_schedule: 64,
  aws_s3_bucket: 63,
};

describe("kite-build with every combination of settings", () => {
  it.each(combine(everyChoice))("follows the rules for all stacks: $title", ({ choices }) => {
    const file = Object.assign({}, ...choices.map((choice) => choice.file));
    const environment = Object.assign({}, ...choices.map((choice) => choice.environment));

    const stack = buildStackOf(file, environment, { functionZip });

    const faults = allRules.flatMap((rule) => rule(stack).map((fault) => `${rule.name}: ${fault}`));
    expect(faults).toEqual([]);
    expect(stack.all("aws_codebuild_project").length).toBeGreaterThanOrEqual(3);
  });

  it("stays within the maximum lengths of names and policies, even with the longest sandbox and region", () => {
    const stack = buildStackOf(
      {
        app: "abcdefghijkl",
        region: "ap-southeast-1",
        prodStage: true,
        alarmEmails: [],
        domainName: "a.org",
      },
      { KITE_SANDBOX: "adalovelaces" },
    );

    const tooLong = Object.entries(longestNames).flatMap(([type, longest]) =>
      stack
        .all(type)
        .map(({ name, bucket }) => String(name ?? bucket))
        .filter((name) => name.length > longest),
    );
    // IAM does not count white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    const longestPolicy = Math.max(
      ...stack.all("aws_iam_role_policy").map(({ policy }) => String(policy).length),
    );
    expect(tooLong).toEqual([]);
    expect(longestPolicy).toBeLessThan(10_240);
  });

  it("starts every resource name with the name of the sandbox", () => {
    const stack = buildStackOf({ prodStage: true }, { KITE_SANDBOX: "ada" });

    const names = stack.types
      .filter((type) => type !== "aws_iam_role_policy")
      .flatMap((type) => stack.all(type))
      .flatMap(({ name, bucket, project_name }) => [name, bucket, project_name])
      .filter((name) => typeof name === "string" && !name.includes("${"));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !/^(\/aws\/codebuild\/)?ada-/.test(String(name)))).toEqual([]);
  });
});
