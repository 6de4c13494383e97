import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { TemporaryFolder } from "../../checks/harness/temporary-folder";
import { readSettings } from "../../settings/settings";
import { buildStackProps, kiteStackProps, stateStackProps } from "../../settings/stack-props";
import { BuildStack } from "../../stacks/build-stack";
import { KiteStack } from "../../stacks/kite-stack";
import { LocalStack } from "../../stacks/local-stack";
import { StateStack } from "../../stacks/state-stack";
import { readSynthesizedStack } from "../stacks/synthesized-stack";
import { drawStack } from "./draw-stack";

/** The deployment that is drawn: one stage, for the second is the same once more, and all that can be chosen but archives. */
const drawn = {
  account: "123456789012",
  region: "eu-central-1",
  app: "kite",
  // Code from a bucket has no asset: the drawing does not change with the functions' sources.
  code: "s3",
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  outboxLambdaS3Key: "outbox.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
  widgetLambdaS3Key: "widget.zip",
  domainName: "example.org",
  alarmEmails: ["on-call@example.org"],
  monthlyBudgetUsd: 100,
};

/** The content of docs/stacks.md, drawn from the plans themselves. */
export function describeStacks(): string {
  using folder = new TemporaryFolder("drawn");
  const directory = folder.path;
  mkdirSync(join(directory, "deployments"));
  writeFileSync(join(directory, "deployments", "kite.json"), JSON.stringify(drawn));
  const settings = readSettings({ directory, environment: {} });
  const outdir = join(directory, "out");
  const app = new App({ outdir, stackTraces: false });
  new KiteStack(app, "kite", kiteStackProps(settings));
  new BuildStack(app, "kite-build", buildStackProps(settings));
  new StateStack(app, "kite-state", stateStackProps(settings));
  new LocalStack(app, "local");
  app.synth();
  const section = (title: string, meaning: string) => {
    const drawing = drawStack(readSynthesizedStack(join(outdir, "stacks", title)));
    return [`## \`${title}\``, "", `${meaning}.`, "", drawing, ""];
  };
  return [
    "# The stacks",
    "",
    "Made by `npx kite diagram` from the synthesized plans; a test compares the two. A box is a construct with what it",
    "declares, an arrow goes from what refers to what it refers to. Drawn is a deployment with one stage, a domain, an",
    "email for alarms and a budget. Names that stand as text in a plan (functions in stage variables, parameters) make",
    "no arrow.",
    "",
    ...section("kite", "The chat itself"),
    ...section("kite-build", "From a push to the functions, and a look for drift"),
    ...section("kite-state", "Where Terraform keeps its state"),
    ...section("local", "DynamoDB Local in Docker"),
  ].join("\n");
}
