import { join } from "node:path";
import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import type { KiteStackProps } from "../../stacks/kite-stack-props";
import { read, type Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";

/** Functions that answer at once, so that a test does not pack the real ones. */
export const standInFunctions = join(__dirname, "stand-in-functions");

/** Keys of a deployment file whose functions are any program, so that runtime and handler may be any. */
export const ownCode = {
  code: "s3",
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  outboxLambdaS3Key: "outbox.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
  widgetLambdaS3Key: "widget.zip",
};

/** The stack `kite` of a deployment file with these keys more, synthesized. */
export function kiteStack(
  file: object = {},
  props: Partial<KiteStackProps> = {},
  environment: Readonly<Record<string, string>> = {},
): Synthesized {
  const directory = settingsFolder({ ...smallest, ...file });
  const settings = readSettings({ directory, environment });
  return read(
    new KiteStack(Testing.app(), "kite", {
      ...kiteStackProps(settings),
      sourceDirectory: standInFunctions,
      ...props,
    }),
  );
}
