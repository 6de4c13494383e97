import { everyFunction } from "../constructs/account/physical-names";
import { UserError } from "../constructs/user-error";
import type { BuildStackProps } from "./build-stack-props";
import { buildOptions } from "./options/build-options";
import { optionsOfFunction, type SourceCode, type ZipKeyName } from "./options/function-options";
import { accountOption, kiteOptions } from "./options/kite-options";
import type { OptionValues } from "./options/option";
import { readProps } from "./options/option-fault";

/** The stack `kite-build` with every default filled in. */
export interface CompleteBuild extends OptionValues<typeof buildOptions> {
  /** The bucket of the Terraform state; `undefined`: it lies in local files, so no build can look for drift. */
  readonly s3BucketWithState: string | undefined;
  readonly region: string;
  /** True: a tag ships to prod. */
  readonly prodStage: boolean;
  /** Name of the deployment file; `undefined`: the program reads none. */
  readonly deploymentName: string | undefined;
  /** 12 digits, or a reference to the account of the credentials. */
  readonly account: string;
  /** Prefix of names; a sandbox's begins with its name. */
  readonly app: string;
  /** Prefix of names that begin with a stage or a project; empty, except for a sandbox. */
  readonly stagePrefix: string;
  /** `undefined`: the deployment itself. */
  readonly sandbox: string | undefined;
  /** The bucket to make, and where the zips that functions begin with lie in it. */
  readonly source: SourceCode;
  /** Id of the stack that is checked for drift. */
  readonly driftCheckStack: string;
  /** Who gets an email about drift. */
  readonly driftEmails: readonly string[];
  /** Policy that bounds every role; `undefined`: none. */
  readonly permissionsBoundaryArn: string | undefined;
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
export function completeBuild(id: string, props: BuildStackProps): Omit<CompleteBuild, "account"> {
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
    permissionsBoundaryArn: values.permissionsBoundaryArn,
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
