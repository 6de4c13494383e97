import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { LocalBackend, S3Backend, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { refusePlaceholderAccount } from "./placeholder-account";
import { pinVersion, providerVersions } from "./provider-versions";

/** The oldest Terraform version that can lock a state in S3 without a table. */
const requiredTerraform = ">= 1.10";

/** The services that the stacks use, under the names of the provider's endpoints. */
const services =
  `acm apigateway apigatewayv2 athena budgets cloudwatch codebuild dynamodb events firehose glue
  iam kms lambda logs s3 scheduler sns sqs ssm sts`.split(/\s+/);

const providerId = "aws";

export interface CloudProps {
  /**
   * Number of the AWS account, 12 digits.
   * @default - the account of the credentials
   */
  readonly account?: string | undefined;
  readonly region: string;
  /** Value of the tag `app`. */
  readonly app: string;
  /**
   * Bucket of the Terraform state.
   * @default - the state is in a local file
   */
  readonly s3BucketWithState?: string | undefined;
  /**
   * URL of an AWS emulator.
   * @default - AWS itself
   */
  readonly awsEndpointUrl?: string | undefined;
}

/**
 * Configures a stack for its account: the Terraform version, the state and the provider.
 * @returns the account's 12 digits, or a reference to the account of the credentials
 */
export function inCloud(stack: TerraformStack, props: CloudProps): string {
  requireTerraform(stack);
  if (props.awsEndpointUrl === undefined && props.account !== undefined) {
    refusePlaceholderAccount(stack, props.account);
  }
  const provider = new AwsProvider(stack, providerId, {
    region: props.region,
    ...allowedAccounts(props),
    defaultTags: [{ tags: { app: props.app, stack: stack.node.id } }],
    ...(props.awsEndpointUrl && emulatedProvider(props.awsEndpointUrl)),
  });
  pinVersion(provider, providerVersions.aws);
  if (props.s3BucketWithState === undefined) {
    keepStateInFile(stack);
  } else {
    keepStateInBucket(stack, props.s3BucketWithState, props);
  }
  return props.account ?? new DataAwsCallerIdentity(stack, "Caller").accountId;
}

function allowedAccounts({ account }: CloudProps) {
  return account === undefined ? {} : { allowedAccountIds: [account] };
}

/** Returns whether the stack of a construct is deployed to an emulator without TLS. */
export function isReachedInPlain(scope: Construct): boolean {
  const provider = TerraformStack.of(scope).node.tryFindChild(providerId);
  const endpoints = provider instanceof AwsProvider ? provider.endpointsInput : undefined;
  return Array.isArray(endpoints) && endpoints.some(({ s3 }) => s3?.startsWith("http://") ?? false);
}

/** Makes the stack reject Terraform versions that are too old. */
export function requireTerraform(stack: TerraformStack): void {
  stack.addOverride("terraform.required_version", requiredTerraform);
}

/**
 * Keeps the state in a file next to the output folder. Terraform runs in `<output>/stacks/<name>`. The path is
 * relative, so that two clones synthesize the same bytes (cdktf's default path is absolute).
 */
export function keepStateInFile(stack: TerraformStack): void {
  new LocalBackend(stack, { path: `../../../${stateFileName(stack.node.id)}` });
}

/** Returns the name of the state file of a stack whose state is local. */
export function stateFileName(stackId: string): string {
  return `terraform.${stackId}.tfstate`;
}

function keepStateInBucket(stack: TerraformStack, bucket: string, props: CloudProps): void {
  const backend = new S3Backend(stack, {
    bucket,
    key: `${stack.node.id}/terraform.tfstate`,
    region: props.region,
    encrypt: true,
    ...allowedAccounts(props),
    ...(props.awsEndpointUrl && emulatedBackend(props.awsEndpointUrl)),
  });
  // cdktf has no prop for the lock file: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
  backend.addOverride("use_lockfile", true);
}

function emulatedProvider(url: string) {
  return {
    endpoints: [Object.fromEntries(services.map((service) => [service, url]))],
    s3UsePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: "true",
    skipRegionValidation: true,
  };
}

function emulatedBackend(url: string) {
  return {
    endpoints: { dynamodb: url, iam: url, s3: url, sts: url },
    usePathStyle: true,
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
    skipRegionValidation: true,
    skipS3Checksum: true,
  };
}
