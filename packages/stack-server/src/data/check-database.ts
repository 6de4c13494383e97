import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { EngineError, NoDatabaseError } from "./engine-error";

const answerWithinMilliseconds = 5000;

/**
 * Makes sure that a DynamoDB answers at an endpoint that somebody else has set up.
 *
 * @throws NoDatabaseError when nobody answers there, or somebody who is no DynamoDB
 */
export async function checkDatabase(endpoint: string, region: string): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  try {
    const abortSignal = AbortSignal.timeout(answerWithinMilliseconds);
    const { TableNames } = await client.send(new ListTablesCommand({ Limit: 1 }), { abortSignal });
    if (!Array.isArray(TableNames)) {
      throw noDynamodb(endpoint, "an answer without table names");
    }
  } catch (error) {
    throw error instanceof EngineError ? error : explain(endpoint, error as Failure);
  } finally {
    client.destroy();
  }
}

type Failure = Error & {
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
};

function explain(endpoint: string, error: Failure): EngineError {
  const status = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (status !== undefined) {
    return noDynamodb(endpoint, `status ${status}`);
  }
  const silent = error.name === "AbortError" || error.name === "TimeoutError";
  const reason = silent
    ? `silence for ${answerWithinMilliseconds / 1000} s`
    : (/\bE[A-Z]{4,}\b/.exec(error.message)?.[0] ?? error.message);
  return new NoDatabaseError(
    `No database answers at ${endpoint} (${reason}). Start DynamoDB Local there, or leave the DynamoDB endpoint out to use the embedded database.`,
    { cause: error },
  );
}

function noDynamodb(endpoint: string, got: string): EngineError {
  return new NoDatabaseError(
    `What answers at ${endpoint} is no DynamoDB (got ${got}): another program has that port. Set the DynamoDB endpoint to the URL of DynamoDB Local, or leave it out to use the embedded database.`,
  );
}
