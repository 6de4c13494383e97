import type { StageProps } from "./stage-props";

/** Options of the stack `kite`. Those of {@link StageProps} apply to all stages. */
export interface KiteStackProps extends StageProps {
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
   * Prefix of names, parameter paths and tags.
   * @default "kite"
   */
  readonly app?: string | undefined;
  /**
   * Prefix of names that begin with a stage; a sandbox has one.
   * @default ""
   */
  readonly stagePrefix?: string | undefined;
  /**
   * Whether there is a stage `prod` beside `dev`.
   * @default false
   */
  readonly prodStage?: boolean | undefined;
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
   * Bucket with the zips of the functions, in the stack's region.
   * @default - needed with a key, and else unused
   */
  readonly s3SourceBucketName?: string | undefined;
  /**
   * Key of the zip of the main Lambda, the dispatcher.
   * @default - packaged from the sources
   */
  readonly mainLambdaS3Key?: string | undefined;
  /**
   * Key of the zip of the outbox.
   * @default - packaged from the sources
   */
  readonly outboxLambdaS3Key?: string | undefined;
  /**
   * Key of the zip of the lifecycle handler.
   * @default - packaged from the sources
   */
  readonly lifecycleLambdaS3Key?: string | undefined;
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
   * Name of a zone at Cloudflare, for example `kite.chat`. Visitors then use `ws.` and `api.` of it.
   * @default - the addresses of API Gateway
   */
  readonly domainName?: string | undefined;
  /**
   * Whether Cloudflare stands in front of the two APIs; needs {@link domainName}.
   * @default false
   */
  readonly cloudflareProxy?: boolean | undefined;
  /**
   * Requests from 1 to 10000 of one address in ten seconds.
   * @default 100
   */
  readonly proxyRequestsPerTenSeconds?: number | undefined;
  /**
   * Whether Cloudflare's managed WAF rules check requests; needs a paid plan.
   * @default false
   */
  readonly proxyManagedRules?: boolean | undefined;
  /**
   * Email addresses, up to ten, that alarms and the budget go to.
   * @default []
   */
  readonly alarmEmails?: readonly string[] | undefined;
  /**
   * Whether alarms go to Slack or Telegram too.
   * @default false
   */
  readonly alarmForwarder?: boolean | undefined;
  /**
   * Dollars a month at which the budget raises an alarm.
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number | undefined;
  /**
   * Cost allocation tag that the budget counts, as `key$value`.
   * @default - the whole account counts
   */
  readonly budgetTag?: string | undefined;
  /**
   * Whether logs go to S3 too, where Athena can query them.
   * @default false
   */
  readonly logArchive?: boolean | undefined;
  /**
   * Days from 1 to 3653 that archived logs are kept.
   * @default 365
   */
  readonly logArchiveDays?: number | undefined;
  /**
   * Megabytes from 10 to 10000000 that one query may read.
   * @default 10000
   */
  readonly athenaScanLimitMegabytes?: number | undefined;
  /**
   * ARN of the policy that bounds every role.
   * @default - none
   */
  readonly permissionsBoundaryArn?: string | undefined;
  /**
   * URL of an AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}
