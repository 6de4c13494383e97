import { z } from "zod";
import { type OptionValues, option, text } from "./option";

/** Matches a name of at least two labels, in lower case, without a dot at the end. */
const domainPattern = /^(?=.{4,200}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/;

/**
 * Length of the longest app name. A bucket's name has at most 63 characters: the app's name, up to 12 more such as
 * `-prod-files-`, and 26 that the provider appends.
 */
export const longestApp = 25;

const zipKey = () =>
  option(
    text(/^\S{1,1024}$/).optional(),
    "the key of the function's zip in the bucket s3SourceBucketName",
    "use the key under which your build uploads the zip; set the keys of all functions or of none",
  );

/** The option with the number of the AWS account. */
export const accountOption = option(
  text(/^\d{12}$/),
  "the 12 digits of an AWS account, in quotes",
  "aws sts get-caller-identity",
);

/** The options of the stack `kite`, without those of its stages. */
export const kiteOptions = {
  /**
   * AWS region, for example `eu-north-1`.
   */
  region: option(
    text(/^[a-z]{2,4}(-[a-z]+)+-\d$/),
    "an AWS region such as eu-central-1, us-gov-west-1 or eusc-de-east-1, outside China and the isolated partitions",
    "the list of regions in the AWS console",
  ),
  /**
   * Prefix of names, parameter paths and tags.
   * @default "kite"
   */
  app: option(
    text(new RegExp(`^[a-z][a-z0-9-]{0,${longestApp - 2}}[a-z0-9]$`)).default("kite"),
    `2 to ${longestApp} lower-case letters, digits and dashes that start with a letter: the prefix of names and parameters`,
    "choose a prefix; the default is kite",
  ),
  /**
   * Whether there is a stage `prod` in addition to `dev`.
   * @default false
   */
  prodStage: option(
    z.boolean().default(false),
    "true or false: whether the deployment has the stage prod in addition to dev",
    "prod has its own tables, bucket, queue and bot",
  ),
  /**
   * Bucket with the zips of the functions, in the stack's region.
   * @default - none; required if the key of a zip is set
   */
  s3SourceBucketName: option(
    text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/).optional(),
    "the name of the S3 bucket, in the deployment's region, that contains the zips",
    'use the bucket to which your build uploads the zips; with "code": "build", leave it out to use the bucket of kite-build',
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
   * Name of a zone at Cloudflare, for example `kite.chat`. Visitors then use its subdomains `ws.` and `api.`.
   * @default - the addresses of API Gateway
   */
  domainName: option(
    text(domainPattern).optional(),
    "the name of a zone at Cloudflare such as example.org, in lower case, without ws. or api. in front",
    "the list of domains in the Cloudflare dashboard; leave it out to use the addresses of API Gateway",
  ),
  /**
   * Whether the two APIs are reached through Cloudflare's proxy. Requires {@link domainName}.
   * @default false
   */
  cloudflareProxy: option(
    z.boolean().default(false),
    "true or false: whether the two APIs are reached through Cloudflare's proxy; true requires a domainName",
    "docs/domain.md describes the benefits and the cost",
  ),
  /**
   * Requests that one IP address may make in ten seconds, from 1 to 10000.
   * @default 100
   */
  proxyRequestsPerTenSeconds: option(
    z.int().min(1).max(10_000).default(100),
    "a whole number from 1 to 10000: the requests that one IP address may make in ten seconds",
    "several visitors may share an IP address; a frame on an open socket is not a request",
  ),
  /**
   * Whether Cloudflare's managed WAF rules check requests. Requires a paid plan.
   * @default false
   */
  proxyManagedRules: option(
    z.boolean().default(false),
    "true or false: whether Cloudflare's managed WAF rules check requests",
    "true requires a paid Cloudflare plan for the zone",
  ),
  /**
   * Email addresses, up to ten, that receive alarms and notices of the budget.
   * @default []
   */
  alarmEmails: option(
    z.array(z.email()).max(10).default([]),
    "a list of up to ten email addresses that receive alarms and notices of the budget",
    "use the addresses of the people on call; AWS asks each of them to confirm",
  ),
  /**
   * Whether alarms are also posted to Slack or Telegram.
   * @default false
   */
  alarmForwarder: option(
    z.boolean().default(false),
    "true or false: whether alarms are also posted to Slack or Telegram",
    "to set the URL, put ALARM_FORWARDER_URL in .env and run npx kite secrets app",
  ),
  /**
   * Monthly budget in US dollars.
   * @default - no budget
   */
  monthlyBudgetUsd: option(
    z.number().positive().max(10_000_000).optional(),
    "US dollars a month; AWS sends a notice at 50, 80 and 100 %, and when the forecast exceeds 100 %",
    "compare with last month's bill; leave it out for no budget",
  ),
  /**
   * Cost allocation tag of the resources that the budget counts, as `key$value`.
   * @default - all resources of the account
   */
  budgetTag: option(
    text(/^[\w.:/=+@-]+\$[\w.:/=+@ -]+$/).optional(),
    'a cost allocation tag as "key$value", for example "app$kite"; the budget counts the costs of the resources with this tag',
    "the cost allocation tags in the billing console; leave it out to count the whole account",
  ),
  /**
   * Whether logs are also stored in S3, where Athena can query them.
   * @default false
   */
  logArchive: option(
    z.boolean().default(false),
    "true or false: whether logs are also stored in S3, where Athena can query them",
    "the cost depends on the size of the logs",
  ),
  /**
   * Days from 1 to 3653 for which archived logs are stored.
   * @default 365
   */
  logArchiveDays: option(
    z.int().min(1).max(3653).default(365),
    "a whole number from 1 to 3653: the days for which archived logs are stored",
    "use the retention that your privacy notice states",
  ),
  /**
   * Megabytes that one query may read, from 10 to 10000000.
   * @default 10000
   */
  athenaScanLimitMegabytes: option(
    z.int().min(10).max(10_000_000).default(10_000),
    "a whole number from 10 to 10000000: the megabytes that one query may read",
    "a terabyte costs about 5 dollars",
  ),
  /**
   * ARN of the policy that limits every role as its permissions boundary.
   * @default - no boundary
   */
  permissionsBoundaryArn: option(
    text(/^arn:aws[a-z-]*:iam::\d{12}:policy\/.+$/).optional(),
    "the ARN of an IAM policy that limits every role as its permissions boundary",
    "ask the administrators of your AWS account; leave it out if there is none",
  ),
};

/** The options of the stack `kite`, with defaults filled in. */
export type KiteValues = OptionValues<typeof kiteOptions>;
