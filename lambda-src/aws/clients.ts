import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** A call is given up after this long and tried twice more: three of them fit into the gateway's 29 s. */
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
 * Moves files as well, which takes longer: a call within a frame sets a deadline of its own. An emulator's
 * buckets are reached by path: their names are no hosts of its own.
 */
export function objectClient(): S3Client {
  const endpoint = process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL;
  return new S3Client({
    ...deadlines,
    requestHandler: { ...deadlines.requestHandler, requestTimeout: 15_000 },
    forcePathStyle: endpoint !== undefined,
    // Else the checksum of an empty body is signed into an upload's URL.
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
}

/**
 * @param callbackUrl where connections are pushed to; the SDKs' own variable for the service, which stands for an
 *   emulator's address, goes before it
 */
export function connectionsClient(callbackUrl: string): ApiGatewayManagementApiClient {
  const endpoint = process.env.AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI ?? callbackUrl;
  return new ApiGatewayManagementApiClient({ ...deadlines, endpoint });
}
