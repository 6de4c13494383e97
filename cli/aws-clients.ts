import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import type { Settings } from "../settings/settings";

/** What a client is told: the region, and the emulator if there is one; credentials come by the SDK's usual chain. */
interface ClientLocation {
  readonly region: string;
  readonly endpoint?: string;
}

export function parameterClient(settings: Settings): SSMClient {
  return new SSMClient(location(settings));
}

export function functionClient(settings: Settings): LambdaClient {
  return new LambdaClient(location(settings));
}

export function buildClient(settings: Settings): CodeBuildClient {
  return new CodeBuildClient(location(settings));
}

export function identityClient(settings: Settings): STSClient {
  return new STSClient(location(settings));
}

/** An emulator's buckets are reached by path: their names are no hosts of its own. */
export function objectClient(settings: Settings): S3Client {
  const emulated = settings.variables.AWS_ENDPOINT_URL ?? process.env.AWS_ENDPOINT_URL_S3;
  return new S3Client({ ...location(settings), forcePathStyle: emulated !== undefined });
}

function location({ deployment, variables }: Settings): ClientLocation {
  // The SDK is pinned, so what a later one will want of Node is nothing that an operator can act on.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { AWS_ENDPOINT_URL: endpoint } = variables;
  return { region: deployment.region, ...(endpoint && { endpoint }) };
}
