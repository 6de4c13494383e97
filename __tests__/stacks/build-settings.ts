import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attributes, Synthesized } from "../constructs/synthesized";
import { buildStackOf } from "./build";
import type { SettingRow } from "./setting-row";

const functionZip = join(mkdtempSync(join(tmpdir(), "function-zip-")), "function.zip");
writeFileSync(functionZip, "a zip");

const build = (file: object) => buildStackOf(file, {}, { functionZip });
const row = (key: string, value: unknown, see: SettingRow["see"], expected: unknown): SettingRow => ({
  key,
  value,
  stack: build,
  see,
  expected,
});

const project = (stack: Synthesized) =>
  stack.one("aws_codebuild_project", { name: "build-and-deploy-project" }) as {
    source: Attributes;
    environment: Attributes;
  };
const filters = (stack: Synthesized) => JSON.stringify(stack.all("aws_codebuild_webhook"));
const schedule = (stack: Synthesized) => stack.one("aws_scheduler_schedule", { name: "kite-drift-check" });

/** The attributes of `kite-build` that the keys of a deployment file set. */
export const buildSettings: readonly SettingRow[] = [
  row(
    "gitRepositoryUrl",
    "https://github.com/heron/nest.git",
    (stack) => project(stack).source.location,
    "https://github.com/heron/nest.git",
  ),
  row("gitBranch", "trunk", (stack) => filters(stack).includes("^refs/heads/trunk$"), true),
  row("buildArchitecture", "arm64", (stack) => project(stack).environment.type, "ARM_CONTAINER"),
  row(
    "buildLambdaViaAsset",
    true,
    (stack) => stack.all("aws_s3_object").some(({ key }) => key === "function.zip"),
    true,
  ),
  row("driftCheckSchedule", "rate(6 hours)", (stack) => schedule(stack).schedule_expression, "rate(6 hours)"),
  row(
    "driftCheckTimeZone",
    "Asia/Tokyo",
    (stack) => schedule(stack).schedule_expression_timezone,
    "Asia/Tokyo",
  ),
  row(
    "alarmEmails",
    ["a@example.org"],
    (stack) => stack.all("aws_sns_topic_subscription").map(({ endpoint }) => endpoint),
    ["a@example.org"],
  ),
  row(
    "driftEmails",
    ["b@example.org"],
    (stack) => stack.all("aws_sns_topic_subscription").map(({ endpoint }) => endpoint),
    ["b@example.org"],
  ),
  row("prodStage", true, (stack) => stack.all("aws_codebuild_project").length, 8),
  {
    ...row(
      "releaseActorIds",
      ["583231", "9919"],
      (stack) => filters(stack).includes("^(583231|9919)$"),
      true,
    ),
    with: { prodStage: true },
  },
];
