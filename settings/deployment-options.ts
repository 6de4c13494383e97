import { z } from "zod";
import { buildOptions } from "../stacks/options/build-options";
import { accountOption, kiteOptions } from "../stacks/options/kite-options";
import { type OptionValues, option, optionGroup, schemaOf, text } from "../stacks/options/option";
import { optionsOfStage, type Stage, type StageName } from "../stacks/stage-props";

/** The account number in the committed example. Nothing can be deployed with it. */
export const placeholderAccount = "000000000000";

/** The repository in the committed example. Nothing can be built from it. */
export const placeholderRepository = "https://github.com/example/kite.git";

const { architecture, gitRepositoryUrl, ...sameBuildOptions } = buildOptions;

/**
 * The options of `deployments/<name>.json`, which describes a deployment. The options have the same defaults as the
 * options of the stacks.
 */
export const deploymentOptions = {
  $schema: option(z.string().optional(), "a text", "only your editor uses it"),
  account: accountOption,
  ...kiteOptions,
  // The limit is lower than the stack's, because a sandbox adds its name as a prefix.
  app: option(
    text(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
    "2 to 20 lower-case letters, digits and dashes that start with a letter: the prefix of names and parameters",
    "choose a prefix; use kite if you have no other",
  ),
  stages: optionGroup(
    { dev: stageGroup("dev"), prod: stageGroup("prod") },
    "an object with dev and, if prodStage is true, prod",
    "deployments/kite.json",
  ),
  stateBucket: option(
    text(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/).optional(),
    "the name of an S3 bucket, 3 to 63 lower-case letters, digits and dashes",
    "leave it out for <app>-terraform-state-<account>",
  ),
  code: option(
    z.enum(["asset", "s3", "build"]).default("asset"),
    "asset (packaged from the local sources), s3 (your own zips) or build (at first the seed zips of kite-build, later the zips that the pipeline ships)",
    "the default is asset",
  ),
  gitRepositoryUrl: {
    ...gitRepositoryUrl,
    schema: gitRepositoryUrl.schema.default(placeholderRepository),
  },
  ...sameBuildOptions,
  buildArchitecture: architecture,
  driftEmails: option(
    z.array(z.email()).max(10).default([]),
    "a list of up to ten email addresses that receive drift reports, in addition to alarmEmails",
    "npx kite bootstrap adds EMAIL from .env; AWS asks each recipient to confirm",
  ),
};

/** Checks a deployment file and fills in the defaults. Rejects unknown keys. */
export const deploymentSchema = schemaOf(deploymentOptions);

/** The values of a deployment file, with defaults filled in. */
export type DeploymentFile = OptionValues<typeof deploymentOptions>;

/** Returns a stage of the file, with its keys renamed to the stage's options. */
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

/** Stage options whose key in the file has another name. The key in the file also contains the name of the function. */
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
