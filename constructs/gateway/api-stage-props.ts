import type { LambdaFunction } from "../functions/lambda-function";

/** Properties that stages of both APIs need. */
export interface ApiStageProps {
  /** Name of the stage, which is the first part of the path. */
  readonly stage: string;
  /** Function that the stage variable names. */
  readonly function: LambdaFunction;
  /** Requests per second. Without a value the provider sends 0, and every request gets 429. */
  readonly throttlingRateLimit: number;
  /** Simultaneous requests. */
  readonly throttlingBurstLimit: number;
  readonly logRetentionDays: number;
  readonly accessLogGroupName: string;
}
