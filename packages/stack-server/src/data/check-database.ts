import { tryParseObject } from "../json";
import { headersOf } from "./ask-database";
import { NoDatabaseError } from "./engine-error";

const answerWithinMilliseconds = 5000;

/**
 * Checks that an external endpoint is a DynamoDB.
 *
 * @throws NoDatabaseError when there is no response, or the response does not come from DynamoDB
 */
export async function checkDatabase(endpoint: string): Promise<void> {
  const { status, text } = await listTables(endpoint);
  const answer = status === 200 ? tryParseObject(text) : undefined;
  if (!Array.isArray(answer?.TableNames)) {
    const got = answer === undefined ? `status ${status}` : "a response without table names";
    throw new NoDatabaseError(
      `The server at ${endpoint} is not DynamoDB: expected a list of tables, received ${got}. Set the DynamoDB endpoint to the URL of DynamoDB Local, or remove it to use the embedded database.`,
    );
  }
}

async function listTables(endpoint: string): Promise<{ readonly status: number; readonly text: string }> {
  try {
    const answer = await fetch(endpoint, {
      method: "POST",
      headers: headersOf("ListTables"),
      body: JSON.stringify({ Limit: 1 }),
      redirect: "manual",
      signal: AbortSignal.timeout(answerWithinMilliseconds),
    });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    const { name, message, cause } = error as Error & { readonly cause?: Error & { readonly code?: string } };
    const isSilent = name === "TimeoutError";
    const reason = isSilent
      ? `no response within ${answerWithinMilliseconds / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
    throw new NoDatabaseError(
      `No database responds at ${endpoint} (${reason}). Start DynamoDB Local there, or remove the DynamoDB endpoint to use the embedded database.`,
      { cause: error },
    );
  }
}
