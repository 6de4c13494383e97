/** `aws_s3_bucket` with its `aws_s3_bucket_cors_configuration` and `aws_s3_bucket_lifecycle_configuration`. */
export interface BucketModel {
  readonly address: string;
  readonly bucketName: string;
  readonly arn: string;
  /** In the order of the configuration: the first that fits a request counts. */
  readonly corsRules: readonly CorsRuleModel[];
  /** The rules that are enabled and expire objects. */
  readonly expirationRules: readonly ExpirationRuleModel[];
}

/** `cors_rule`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
export interface CorsRuleModel {
  /** `*`, or origins with at most one `*` each, for example `https://*.example.com`. */
  readonly allowedOrigins: readonly string[];
  /** `GET`, `PUT`, `POST`, `DELETE` or `HEAD`. */
  readonly allowedMethods: readonly string[];
  /** Names of request headers, with at most one `*` each. */
  readonly allowedHeaders: readonly string[];
  /** Names of the response headers that a page may read. */
  readonly exposeHeaders: readonly string[];
  /** How long a browser may keep the answer to a preflight; `undefined` when the rule does not say. */
  readonly maxAgeSeconds: number | undefined;
}

/** `rule` with an `expiration` of some days. */
export interface ExpirationRuleModel {
  /** Keys that begin with it expire; empty for all keys. */
  readonly prefix: string;
  readonly days: number;
}
