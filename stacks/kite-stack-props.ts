import type { kiteOptions } from "./options/kite-options";
import type { OptionProps } from "./options/option";
import type { StageProps } from "./stage-props";

/** Options of the stack `kite`. Those of {@link StageProps} apply to all stages. */
export interface KiteStackProps extends StageProps, OptionProps<typeof kiteOptions> {
  /** AWS region, for example `eu-north-1`. */
  readonly region: string;
  /**
   * Bucket of the Terraform state.
   * @default - the state is kept in a local file
   */
  readonly s3BucketWithState?: string | undefined;
  /**
   * 12 digits. Terraform then refuses the credentials of another account.
   * @default - the account of the credentials
   */
  readonly account?: string | undefined;
  /**
   * Prefix of names that begin with a stage; a sandbox has one.
   * @default ""
   */
  readonly stagePrefix?: string | undefined;
  /**
   * Options of `dev` that differ from those of the stack.
   * @default - none
   */
  readonly dev?: StageProps | undefined;
  /**
   * Options of `prod` that differ from those of the stack.
   * @default - none
   */
  readonly prod?: StageProps | undefined;
  /**
   * Builds this stage alone.
   * @default - `dev`, and `prod` with {@link prodStage}
   */
  readonly onlyStage?: "dev" | "prod" | undefined;
  /**
   * Whether a pipeline ships newer code to the functions from the bucket, which a deploy then leaves alone.
   * @default - true for the bucket of a `BuildStack` of the same program
   */
  readonly codeShippedByPipeline?: boolean | undefined;
  /**
   * Folder with the sources of the functions.
   * @default - `lambda-src`
   */
  readonly sourceDirectory?: string | undefined;
  /**
   * URL of an AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}
