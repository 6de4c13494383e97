import { z } from "zod";
import { type OptionValues, option, text } from "./option";

/** A name of at least two labels, in lower case, without a dot at the end. */
const domainPattern = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/** The names of buckets begin with the app's, and S3 takes 63 characters of which the provider adds 26. */
export const longestApp = 25;

const zipKey = () =>
  option(
    text(/^\S{1,1024}$/).optional(),
    "the key of the function's zip in the bucket s3SourceBucketName",
    "whatever uploads the code; all functions come from there, or none",
  );

/** What the account of a stack is. */
export const accountOption = option(
  text(/^\d{12}$/),
  "the 12 digits of an AWS account, in quotes",
  "aws sts get-caller-identity",
);

/** The options of the stack `kite`, beside those of its stages. */
export const kiteOptions = {
  /**
   * AWS region, for example `eu-north-1`.
   */
  region: option(
    text(/^[a-z]{2,4}(-[a-z]+)+-\d$/),
    "an AWS region such as eu-central-1, us-gov-west-1 or eusc-de-east-1; none of China, and no isolated one",
    "the list of regions in the AWS console",
  ),
  /**
   * Prefix of names, parameter paths and tags.
   * @default "kite"
   */
  app: option(
    text(new RegExp(`^[a-z][a-z0-9-]{0,${longestApp - 2}}[a-z0-9]$`)).default("kite"),
    `2 to ${longestApp} lower-case letters, digits and dashes, a letter first: the prefix of names and parameters`,
    "choose one; leave it out for kite",
  ),
  /**
   * Whether there is a stage `prod` beside `dev`.
   * @default false
   */
  prodStage: option(
    z.boolean().default(false),
    "true or false: whether the deployment has the stage prod beside dev",
    "decide it; prod keeps its own tables, bucket, queue and bot",
  ),
  /**
   * Bucket with the zips of the functions, in the stack's region.
   * @default - needed with a key, and else unused
   */
  s3SourceBucketName: option(
    text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).optional(),
    "the name of the S3 bucket, in the deployment's region, that holds the zips",
    "whatever uploads the code; with code build leave it out for the bucket of kite-build",
  ),
  /**
   * Key of the zip of the main Lambda, the dispatcher.
   * @default - packaged from the sources
   */
  mainLambdaS3Key: zipKey(),
  /**
   * Key of the zip of the outbox.
   * @default - packaged from the sources
   */
  outboxLambdaS3Key: zipKey(),
  /**
   * Key of the zip of the lifecycle handler.
   * @default - packaged from the sources
   */
  lifecycleLambdaS3Key: zipKey(),
  /**
   * Key of the zip of the widget's function.
   * @default - packaged from the sources
   */
  widgetLambdaS3Key: zipKey(),
  /**
   * Name of a zone at Cloudflare, for example `kite.chat`. Visitors then use `ws.` and `api.` of it.
   * @default - the addresses of API Gateway
   */
  domainName: option(
    text(domainPattern).optional(),
    "the name of a zone at Cloudflare such as example.org, in lower case, without ws. or api. before it",
    "the list of domains in the Cloudflare dashboard; leave it out to use the addresses of API Gateway",
  ),
  /**
   * Whether Cloudflare stands in front of the two APIs; needs {@link domainName}.
   * @default false
   */
  cloudflareProxy: option(
    z.boolean().default(false),
    "true, with a domainName, or false: whether Cloudflare stands before the two APIs",
    "decide it; docs/domain.md says what it gives and costs",
  ),
  /**
   * Requests from 1 to 10000 of one address in ten seconds.
   * @default 100
   */
  proxyRequestsPerTenSeconds: option(
    z.int().min(1).max(10_000).default(100),
    "whole requests from 1 to 10000 that one address may make in ten seconds",
    "several visitors may share an address; a frame on an open socket is no request",
  ),
  /**
   * Whether Cloudflare's managed WAF rules check requests; needs a paid plan.
   * @default false
   */
  proxyManagedRules: option(
    z.boolean().default(false),
    "true or false: whether Cloudflare's managed WAF rules look at requests",
    "true needs a paid plan of Cloudflare for the zone",
  ),
  /**
   * Email addresses, up to ten, that alarms and the budget go to.
   * @default []
   */
  alarmEmails: option(
    z.array(z.email()).max(10).default([]),
    "a list of up to ten email addresses that alarms and the budget go to",
    "whoever is on call; AWS asks each of them to confirm",
  ),
  /**
   * Whether alarms go to Slack or Telegram too.
   * @default false
   */
  alarmForwarder: option(
    z.boolean().default(false),
    "true or false: whether alarms go to Slack or Telegram too",
    "decide it; ALARM_FORWARDER_URL and npx kite secrets app say where to",
  ),
  /**
   * Dollars a month at which the budget raises an alarm.
   * @default - no budget
   */
  monthlyBudgetUsd: option(
    z.number().positive().max(10_000_000).optional(),
    "dollars a month, of which 50, 80 and 100 % are told, and a forecast above 100 %",
    "last month's bill; leave it out for no budget",
  ),
  /**
   * Cost allocation tag that the budget counts, as `key$value`.
   * @default - the whole account counts
   */
  budgetTag: option(
    text(/^[\w.:/=+@-]+\$[\w.:/=+@ -]+$/).optional(),
    'a tag that billing knows, as "key$value", for example "app$kite"; the budget counts what carries it',
    "the cost allocation tags in the billing console; leave it out to count the whole account",
  ),
  /**
   * Whether logs go to S3 too, where Athena can query them.
   * @default false
   */
  logArchive: option(
    z.boolean().default(false),
    "true or false: whether logs go to S3 as well, where Athena can ask them",
    "decide it; it costs by the size of the logs",
  ),
  /**
   * Days from 1 to 3653 that archived logs are kept.
   * @default 365
   */
  logArchiveDays: option(
    z.int().min(1).max(3653).default(365),
    "whole days from 1 to 3653 that archived logs are kept",
    "your privacy notice says how long",
  ),
  /**
   * Megabytes from 10 to 10000000 that one query may read.
   * @default 10000
   */
  athenaScanLimitMegabytes: option(
    z.int().min(10).max(10_000_000).default(10_000),
    "whole megabytes from 10 to 10000000 that one query may read",
    "a terabyte costs about 5 dollars",
  ),
  /**
   * ARN of the policy that bounds every role.
   * @default - none
   */
  permissionsBoundaryArn: option(
    text(/^arn:aws[a-z-]*:iam::\d{12}:policy\/.+$/).optional(),
    "the ARN of an IAM policy that bounds every role",
    "whoever runs your AWS account; leave it out if there is none",
  ),
};

/** The options of the stack `kite`, complete. */
export type KiteValues = OptionValues<typeof kiteOptions>;
