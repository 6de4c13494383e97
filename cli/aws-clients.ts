import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { UserError } from "../constructs/user-error";
import type { Settings } from "../settings/settings";

export const parameterClient = (settings: Settings) => new SSMClient(location(settings));
export const functionClient = (settings: Settings) => new LambdaClient(location(settings));
export const buildClient = (settings: Settings) => new CodeBuildClient(location(settings));
export const databaseClient = (settings: Settings) =>
  DynamoDBDocumentClient.from(new DynamoDBClient(location(settings)));
export const logClient = (settings: Settings) => new CloudWatchLogsClient(location(settings));
export const queueClient = (settings: Settings) => new SQSClient(location(settings));
export const rightsClient = (settings: Settings) => new IAMClient(location(settings));
export const quotaClient = (settings: Settings) => new ServiceQuotasClient(location(settings));
export const identityClient = (settings: Settings) => new STSClient(location(settings));

/** Creates a client of S3. An emulator has no host name for each bucket, so its buckets are addressed by path. */
export function objectClient(settings: Settings): S3Client {
  const endpoint = emulatedObjects(settings);
  return new S3Client({ ...location(settings), ...(endpoint && { endpoint, forcePathStyle: true }) });
}

/**
 * Returns the endpoint of an emulator's S3, which may have a server of its own. The SDK has the same order:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 * @returns `undefined` for the S3 of AWS
 */
export function emulatedObjects({ variables }: Pick<Settings, "variables">): string | undefined {
  return process.env.AWS_ENDPOINT_URL_S3 ?? variables.AWS_ENDPOINT_URL;
}

/** Returns the region, and the endpoint of an emulator. Credentials come from the default chain of the SDK. */
export function location({ deployment, variables }: Settings) {
  // The SDK is pinned, so an operator cannot act on its warning about the Node.js version that a later SDK needs.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { AWS_ENDPOINT_URL: endpoint } = variables;
  return { region: deployment.region, ...(endpoint && { endpoint }) };
}

/** Names of the errors with which S3 reports a missing bucket or object. */
export const absentObject = ["NotFound", "NoSuchBucket", "NoSuchKey"] as const;

/**
 * Waits for a response of AWS.
 * @param absent Names of the errors that report a missing resource.
 * @returns `undefined` if the resource is missing
 */
export function ifThere<Answer>(
  answer: Promise<Answer>,
  ...absent: readonly string[]
): Promise<Answer | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof Error && absent.includes(error.name)) {
      return undefined;
    }
    throw error;
  });
}

/**
 * Waits for a response of AWS.
 * @param explain Returns the message for a person from the error.
 * @throws UserError with that message. A UserError is thrown as it is
 */
export function explained<Answer>(
  answer: Promise<Answer>,
  explain: (error: Error) => string,
): Promise<Answer> {
  return answer.catch((cause: unknown) => {
    if (cause instanceof UserError) {
      throw cause;
    }
    const error = cause instanceof Error ? cause : new Error(String(cause));
    throw new UserError(isExpiredSession(error) ? expiredSession() : explain(error), { cause });
  });
}

/**
 * Returns whether the SDK had no credentials because a login has expired. The SDK's message names the login command,
 * but not the profile.
 */
function isExpiredSession({ name, message }: Error): boolean {
  return /ProviderError$/.test(name) && /aws sso login|aws login/.test(message);
}

function expiredSession(): string {
  const { AWS_PROFILE: profile } = process.env;
  return `Your SSO session has expired. Renew it with: aws sso login${profile ? ` --profile ${profile}` : ""}`;
}
