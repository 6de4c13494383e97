import { z } from "zod";
import { buildOptions } from "../stacks/options/build-options";
import { accountOption, kiteOptions } from "../stacks/options/kite-options";
import { type OptionValues, option, optionGroup, schemaOf, text } from "../stacks/options/option";
import { optionsOfStage, type Stage, type StageName } from "../stacks/stage-props";

/** The account number that the committed example carries; nothing can be deployed with it. */
export const placeholderAccount = "000000000000";

/** The repository that the committed example names; nothing can be built from it. */
export const placeholderRepository = "https://github.com/example/kite.git";

const { architecture, gitRepositoryUrl, ...sameBuildOptions } = buildOptions;

/** `deployments/<name>.json`: what a deployment is. Its defaults are those of the stacks. */
export const deploymentOptions = {
  $schema: option(z.string().optional(), "a text", "it is for your editor only"),
  account: accountOption,
  ...kiteOptions,
  // Shorter than the stack takes it: the name of a sandbox goes before it.
  app: option(
    text(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
    "2 to 20 lower-case letters, digits and dashes, a letter first: the prefix of names and parameters",
    "choose one; kite if you have no other",
  ),
  stages: optionGroup(
    { dev: stageGroup("dev"), prod: stageGroup("prod") },
    "an object with dev and, where prodStage is true, prod",
    "deployments/kite.json",
  ),
  stateBucket: option(
    text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/).optional(),
    "the name of an S3 bucket, 3 to 63 lower-case letters, digits and dashes",
    "leave it out for <app>-terraform-state-<account>",
  ),
  code: option(
    z.enum(["asset", "s3", "build"]).default("asset"),
    "asset (packed here), s3 (zips of your own) or build (seed zips of kite-build, then what the pipeline ships)",
    "leave it out for asset",
  ),
  gitRepositoryUrl: {
    ...gitRepositoryUrl,
    schema: gitRepositoryUrl.schema.default(placeholderRepository),
  },
  ...sameBuildOptions,
  buildArchitecture: architecture,
  driftEmails: option(
    z.array(z.email()).max(10).default([]),
    "a list of up to ten email addresses that drift is reported to, beside alarmEmails",
    "npx kite bootstrap adds EMAIL of .env; AWS asks each of them to confirm",
  ),
};

/** Checks a deployment file and fills in the defaults; unknown keys are refused. */
export const deploymentSchema = schemaOf(deploymentOptions);

/** A deployment file as read, with defaults filled in. */
export type DeploymentFile = OptionValues<typeof deploymentOptions>;

/** Returns a stage of the file by the names that the options of a stage have. */
export function stageOf(file: DeploymentFile, name: StageName): Stage {
  const { dispatcherRuntime, dispatcherHandler, dispatcherMemorySizeMb, ...same } = file.stages[name];
  return {
    name,
    ...same,
    runtime: dispatcherRuntime,
    handler: dispatcherHandler,
    memorySize: dispatcherMemorySizeMb,
  };
}

/** The keys of a stage in the file whose options are called otherwise: there is more than one function. */
export const keysOfStage: Readonly<Record<string, string>> = {
  runtime: "dispatcherRuntime",
  handler: "dispatcherHandler",
  memorySize: "dispatcherMemorySizeMb",
};

function stageGroup(name: StageName) {
  const { runtime, handler, memorySize, ...same } = optionsOfStage(name);
  return optionGroup(
    {
      dispatcherRuntime: runtime,
      dispatcherHandler: handler,
      dispatcherMemorySizeMb: memorySize,
      ...same,
    },
    "an object with the keys that differ from the defaults",
    "the table of stages in docs/settings.md",
  );
}
