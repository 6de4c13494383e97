import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** Each attempt of a call has this deadline. Three attempts fit into the gateway's 29 s. */
const deadlines = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
} as const;

export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(deadlines), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

export function queueClient(): SQSClient {
  return new SQSClient(deadlines);
}

export function parameterClient(): SSMClient {
  return new SSMClient(deadlines);
}

/**
 * Creates a client with a longer deadline, because the client also transfers files. A call that a frame waits for sets
 * a shorter deadline. The buckets of an emulator are addressed by path, because they have no host names.
 */
export function objectClient(): S3Client {
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return new S3Client({
    ...deadlines,
    requestHandler: { ...deadlines.requestHandler, requestTimeout: 15_000 },
    forcePathStyle: endpoint !== undefined,
    // Otherwise the SDK signs the checksum of an empty body into an upload URL.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}

/**
 * @param callbackUrl URL for pushes to connections. The environment variable with the address of an emulator overrides
 *   it.
 */
export function connectionsClient(callbackUrl: string): ApiGatewayManagementApiClient {
  const endpoint = process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI ?? callbackUrl;
  return new ApiGatewayManagementApiClient({ ...deadlines, endpoint });
}
