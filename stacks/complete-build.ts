import { everyFunction } from "../constructs/account/physical-names";
import { UserError } from "../constructs/user-error";
import type { BuildStackProps } from "./build-stack-props";
import { buildOptions } from "./options/build-options";
import { optionsOfFunction, type SourceCode, type ZipKeyName } from "./options/function-options";
import { accountOption, kiteOptions } from "./options/kite-options";
import { readProps } from "./options/option-fault";

/** Represents the props of `kite-build` with all defaults filled in. */
export interface CompleteBuild extends ReturnType<typeof completeBuild> {
  /** 12 digits, or a reference to the account of the credentials. */
  readonly account: string;
}

const { region, app, prodStage, permissionsBoundaryArn } = kiteOptions;

const options = {
  ...buildOptions,
  account: { ...accountOption, schema: accountOption.schema.optional() },
  region,
  app,
  prodStage,
  permissionsBoundaryArn,
};

/**
 * Checks the props and fills in the defaults.
 * @param id the stack's id, for errors
 * @throws UserError all faults of the props in one message
 */
export function completeBuild(id: string, props: BuildStackProps) {
  const { account: _, ...values } = readProps(options, props, id);
  return {
    ...values,
    s3BucketWithState: props.s3BucketWithState,
    deploymentName: props.deploymentName,
    stagePrefix: props.stagePrefix ?? "",
    sandbox: props.sandbox,
    source: sourceOf(id, props),
    driftCheckStack: props.driftCheckStack ?? "kite",
    driftEmails: props.alarmEmails ?? [],
  };
}

function sourceOf(id: string, props: BuildStackProps): SourceCode {
  const { s3BucketWithState, s3SourceBucketName } = props;
  if (s3SourceBucketName === undefined && s3BucketWithState === undefined) {
    throw new UserError(
      `s3SourceBucketName (props of the stack ${id}): expected a globally unique name for the bucket with the code, because s3BucketWithState is not set. Received nothing.`,
    );
  }
  return {
    bucket: s3SourceBucketName ?? `${s3BucketWithState}-source`,
    keys: zipKeysOf(props),
  };
}

/** Returns the key of each function's zip. The default is the function's name. */
export function zipKeysOf(values: Partial<Record<ZipKeyName, string | undefined>>): SourceCode["keys"] {
  return everyFunction((role) => values[optionsOfFunction[role].zipKey] ?? `${role}.zip`);
}
