import { join } from "node:path";
import { Testing } from "cdktf";
import { readSettings } from "../../settings/settings";
import { kiteStackProps } from "../../settings/stack-props";
import { KiteStack } from "../../stacks/kite-stack";
import type { KiteStackProps } from "../../stacks/kite-stack-props";
import { read, type Synthesized } from "../constructs/synthesized";
import { settingsFolder, smallest } from "../settings/settings-folder";

/** Minimal functions, so that a test does not package the real ones. */
export const standInFunctions = join(__dirname, "stand-in-functions");

/** Keys of a deployment file with custom code, which allow any runtime and handler. */
export const ownCode = {
  code: "s3",
  s3SourceBucketName: "releases",
  mainLambdaS3Key: "main.zip",
  outboxLambdaS3Key: "outbox.zip",
  lifecycleLambdaS3Key: "lifecycle.zip",
  widgetLambdaS3Key: "widget.zip",
};

/** Synthesizes the stack `kite` of a deployment file with these additional keys. */
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
