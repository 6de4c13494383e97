import { z } from "zod";
import { BUILD_HELP, buildKeys } from "./build";
import { CODE_HELP, codeKeys } from "./code";
import { DOMAIN_HELP, domainKeys } from "./domain";
import type { SettingHelp } from "./setting-help";
import { STAGE_HELP, stageSchema } from "./stage-schema";
import { WATCH_HELP, watchKeys } from "./watch";

/** The account number that the committed example carries; nothing can be deployed with it. */
export const PLACEHOLDER_ACCOUNT = "000000000000";

/** `deployments/<name>.json`: what a deployment is. Unknown keys are refused. */
export const deploymentSchema = z.strictObject({
  $schema: z.string().optional(),
  account: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/),
  app: z.string().regex(/^[a-z][a-z0-9-]{0,18}[a-z0-9]$/),
  prodStage: z.boolean().default(false),
  stages: z
    .strictObject({
      dev: stageSchema({ protect: false, pointInTimeRecovery: false }).prefault({}),
      prod: stageSchema({ protect: true, pointInTimeRecovery: true }).prefault({}),
    })
    .prefault({}),
  stateBucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
    .optional(),
  ...codeKeys,
  ...buildKeys,
  ...domainKeys,
  ...watchKeys,
  permissionsBoundaryArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:policy\/.+$/)
    .optional(),
});

/** A deployment file as read, with defaults filled in. */
export type DeploymentFile = z.infer<typeof deploymentSchema>;

/** For each key of the file, what is wanted; the meaning of each setting is told here once. */
export const DEPLOYMENT_HELP: Readonly<Record<keyof DeploymentFile, SettingHelp>> = {
  $schema: { wanted: "a text", where: "it is for your editor only" },
  account: { wanted: "the 12 digits of an AWS account, in quotes", where: "aws sts get-caller-identity" },
  region: {
    wanted:
      "an AWS region such as eu-central-1, us-gov-west-1 or eusc-de-east-1; none of China, and no isolated one",
    where: "the list of regions in the AWS console",
  },
  app: {
    wanted:
      "2 to 20 lower-case letters, digits and dashes, a letter first: the prefix of names and parameters",
    where: "choose one; kite if you have no other",
  },
  prodStage: {
    wanted: "true or false: whether the deployment has the stage prod beside dev",
    where: "decide it; prod keeps its own tables, bucket, queue and bot",
  },
  stages: { wanted: "an object with dev and, where prodStage is true, prod", where: "deployments/kite.json" },
  stateBucket: {
    wanted: "the name of an S3 bucket, 3 to 63 lower-case letters, digits and dashes",
    where: "leave it out for <app>-terraform-state-<account>",
  },
  ...CODE_HELP,
  ...BUILD_HELP,
  ...DOMAIN_HELP,
  ...WATCH_HELP,
  permissionsBoundaryArn: {
    wanted: "the ARN of an IAM policy that bounds every role",
    where: "whoever runs your AWS account; leave it out if there is none",
  },
};

/** What is wanted at a path of the deployment file, for example `["stages", "dev", "runtime"]`. */
export function deploymentHelp(path: readonly PropertyKey[]): SettingHelp {
  const [first, , third] = path.map(String);
  const stageHelp = first === "stages" ? tryHelp(STAGE_HELP, third) : undefined;
  return stageHelp ?? tryHelp(DEPLOYMENT_HELP, first) ?? UNKNOWN_KEY_HELP;
}

/** What to tell somebody about a key that no setting has. */
export const UNKNOWN_KEY_HELP: SettingHelp = {
  wanted: "no such key",
  where: `the keys are ${Object.keys(DEPLOYMENT_HELP).join(", ")}; in a stage ${Object.keys(STAGE_HELP).join(", ")}`,
};

function tryHelp(
  table: Readonly<Record<string, SettingHelp>>,
  key: string | undefined,
): SettingHelp | undefined {
  return key === undefined ? undefined : table[key];
}
