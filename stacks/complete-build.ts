import { everyFunction } from "../constructs/account/physical-names";
import { UserError } from "../constructs/user-error";
import type { BuildStackProps } from "./build-stack-props";
import { buildOptions } from "./options/build-options";
import { optionsOfFunction, type SourceCode, type ZipKeyName } from "./options/function-options";
import { accountOption, kiteOptions } from "./options/kite-options";
import { readProps } from "./options/option-fault";

/** The stack `kite-build` with every default filled in. */
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
 * @param id the stack's, for errors
 * @throws UserError every fault of the props in one message
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
      `s3SourceBucketName (props of the stack ${id}): got nothing, without s3BucketWithState; wanted the name of the bucket to create for code, which no other bucket of AWS has.`,
    );
  }
  return {
    bucket: s3SourceBucketName ?? `${s3BucketWithState}-source`,
    keys: zipKeysOf(props),
  };
}

/** Returns the key of each function's zip; without one of your own it is the function's name. */
export function zipKeysOf(values: Partial<Record<ZipKeyName, string | undefined>>): SourceCode["keys"] {
  return everyFunction((role) => values[optionsOfFunction[role].zipKey] ?? `${role}.zip`);
}
