import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

export const region = "eu-central-1";

/** Creates a client that sends each call once. @param thread Marks its calls as calls of a function's thread. */
export function documentClient(endpoint: string, thread?: string): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint,
    region: region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
    ...(thread === undefined ? {} : { userAgentAppId: thread }),
  });
  return DynamoDBDocumentClient.from(client);
}
