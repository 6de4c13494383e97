import type { kiteOptions } from "./options/kite-options";
import type { OptionProps } from "./options/option";
import type { StageProps } from "./stage-props";
import type { StateStackProps } from "./state-stack-props";

/** Options of the stack `kite`. Those of {@link StageProps} apply to all stages. */
export interface KiteStackProps
  extends StageProps,
    OptionProps<typeof kiteOptions>,
    Pick<StateStackProps, "account" | "s3BucketWithState" | "awsEndpointUrl"> {
  /** AWS region, for example `eu-north-1`. */
  readonly region: string;
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
}
