import { type JsonObject, tryParseObject } from "../json";
import type { Database, DatabaseCall } from "./database";
import { EngineError } from "./engine-error";

/** Returns the headers of a call. The signature is a dummy, because the supported databases do not verify it. */
export function headersOf(operation: string): Record<string, string> {
  return {
    "content-type": "application/x-amz-json-1.0",
    authorization:
      "AWS4-HMAC-SHA256 Credential=local/20240101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=local",
    "x-amz-date": "20240101T000000Z",
    "x-amz-target": `DynamoDB_20120810.${operation}`,
  };
}

/** Returns a call with another input and the same headers. */
export function withInput(call: DatabaseCall, input: JsonObject): DatabaseCall {
  return { ...call, input, body: Buffer.from(JSON.stringify(input)) };
}

/** Calls a database. @throws EngineError for a response other than 200 */
export async function ask(database: Database, operation: string, input: JsonObject): Promise<JsonObject> {
  const headers = headersOf(operation);
  const call = { method: "POST", path: "/", headers, operation, input: {}, body: Buffer.alloc(0) };
  const { status, body } = await database.call(withInput(call, input));
  if (status !== 200) {
    throw new EngineError(`The database responded to ${operation} with status ${status}: ${body.toString()}`);
  }
  return tryParseObject(body.toString()) ?? {};
}
