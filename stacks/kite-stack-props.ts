import type { kiteOptions } from "./options/kite-options";
import type { OptionProps } from "./options/option";
import type { StageProps } from "./stage-props";
import type { StateStackProps } from "./state-stack-props";

/** Properties for the stack `kite`. The inherited {@link StageProps} apply to all stages. */
export interface KiteStackProps
  extends StageProps,
    OptionProps<typeof kiteOptions>,
    Pick<StateStackProps, "account" | "s3BucketWithState" | "awsEndpointUrl"> {
  /** AWS region, for example `eu-north-1`. */
  readonly region: string;
  /**
   * Prefix of names that start with a stage. Only a sandbox has one.
   * @default ""
   */
  readonly stagePrefix?: string | undefined;
  /**
   * Options of `dev` that differ from those of the stack.
   * @default - the options of the stack
   */
  readonly dev?: StageProps | undefined;
  /**
   * Options of `prod` that differ from those of the stack.
   * @default - the options of the stack
   */
  readonly prod?: StageProps | undefined;
  /**
   * The only stage to create.
   * @default - `dev`, and `prod` with {@link prodStage}
   */
  readonly onlyStage?: "dev" | "prod" | undefined;
  /**
   * Whether a pipeline ships newer code from the bucket to the functions. A deploy then does not change their code.
   * @default - true for the bucket of a `BuildStack` of the same program
   */
  readonly codeShippedByPipeline?: boolean | undefined;
  /**
   * Folder with the sources of the functions.
   * @default - `lambda-src`
   */
  readonly sourceDirectory?: string | undefined;
}
