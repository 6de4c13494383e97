import type { Attributes } from "../attributes";
import type { BucketModel, CorsRuleModel, ExpirationRuleModel } from "../model";
import { ResourceFault } from "../stack-error";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";

/**
 * Reads `aws_s3_bucket` with its CORS and expiration rules.
 *
 * @throws StackError when such a setting belongs to no bucket of the stack
 */
export function readBuckets(reader: StackReader): readonly BucketModel[] {
  const buckets = reader.readAll(bucketReader);
  const cors = settingsOf(reader, buckets, corsReader);
  const lifecycles = settingsOf(reader, buckets, lifecycleReader);
  return reader.served(buckets).map((bucket) => ({
    ...bucket,
    corsRules: cors.get(bucket.bucketName) ?? [],
    expirationRules: lifecycles.get(bucket.bucketName) ?? [],
  }));
}

/** A resource that configures a bucket. */
interface BucketSetting<Rule> {
  readonly address: string;
  readonly bucketName: string;
  readonly rules: readonly Rule[];
}

/** Returns the rules by bucket. For each bucket, AWS keeps only the configuration that was written last. */
function settingsOf<Rule>(
  reader: StackReader,
  buckets: readonly Entry<BucketModel>[],
  setting: ResourceReader<BucketSetting<Rule>>,
): ReadonlyMap<string, readonly Rule[]> {
  const settings = new Map<string, readonly Rule[]>();
  for (const { address, bucketName, rules } of reader.served(reader.readAll(setting))) {
    reader.find(buckets, bucketName, address, "bucket");
    if (settings.has(bucketName)) {
      throw reader.error(
        address,
        `the bucket \`${bucketName}\` already has an ${setting.type}; it can have only one`,
      );
    }
    settings.set(bucketName, rules);
  }
  return settings;
}

const bucketReader: ResourceReader<BucketModel> = {
  type: "aws_s3_bucket",
  key: "bucket",
  read: (attributes, address) => ({
    address,
    bucketName: attributes.text("bucket"),
    arn: attributes.text("arn"),
    corsRules: [],
    expirationRules: [],
  }),
};

const corsReader: ResourceReader<BucketSetting<CorsRuleModel>> = {
  type: "aws_s3_bucket_cors_configuration",
  key: "bucket",
  read: (attributes, address) => ({
    address,
    bucketName: attributes.text("bucket"),
    rules: attributes.blocks("cors_rule").map((rule) => ({
      allowedOrigins: patterns(rule, "allowed_origins"),
      allowedMethods: rule.texts("allowed_methods"),
      allowedHeaders: patterns(rule, "allowed_headers"),
      exposeHeaders: rule.texts("expose_headers"),
      maxAgeSeconds: rule.optionalNumber("max_age_seconds"),
    })),
  }),
};

/** A pattern has at most one `*`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
function patterns(rule: Attributes, name: string): readonly string[] {
  const texts = rule.texts(name);
  const wrong = texts.find((text) => text.split("*").length > 2);
  if (wrong !== undefined) {
    throw new ResourceFault(`\`${name}\`: \`${wrong}\` has more than one \`*\`; S3 accepts only one`);
  }
  return texts;
}

const lifecycleReader: ResourceReader<BucketSetting<ExpirationRuleModel>> = {
  type: "aws_s3_bucket_lifecycle_configuration",
  key: "bucket",
  read: (attributes, address) => ({
    address,
    bucketName: attributes.text("bucket"),
    rules: attributes.blocks("rule").flatMap((rule) => expirationRule(rule) ?? []),
  }),
};

/**
 * Reads an enabled rule that expires objects after a number of days. Skips rules with tags or sizes: without those
 * filters, the rules would expire too many objects. The unread attributes of skipped rules are logged.
 */
function expirationRule(rule: Attributes): ExpirationRuleModel | undefined {
  const isEnabled = rule.text("status") === "Enabled";
  const filter = rule.block("filter");
  const prefix = filter?.optionalText("prefix") ?? rule.optionalText("prefix") ?? "";
  const days = rule.block("expiration")?.optionalNumber("days");
  const isForAll = (filter?.names ?? []).every((name) => name === "prefix");
  return isEnabled && isForAll && days !== undefined && days > 0 ? { prefix, days } : undefined;
}
