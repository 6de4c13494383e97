import type { LambdaFunction } from "../functions/lambda-function";

/** What a stage of either API needs. */
export interface ApiStageProps {
  /** Name of the stage: the first part of the path. */
  readonly stage: string;
  /** The function that the stage variable names. */
  readonly function: LambdaFunction;
  /** Requests a second. Left out, the provider sends 0 and every request gets 429. */
  readonly throttlingRateLimit: number;
  /** Requests at once. */
  readonly throttlingBurstLimit: number;
  readonly logRetentionDays: number;
  readonly accessLogGroupName: string;
}
