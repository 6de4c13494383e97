import { tryParseObject } from "../json";
import { headersOf } from "./ask-database";
import { NoDatabaseError } from "./engine-error";

const answerWithinMilliseconds = 5000;

/**
 * Makes sure that a DynamoDB answers at an endpoint that somebody else has set up.
 *
 * @throws NoDatabaseError when nobody answers there, or somebody who is no DynamoDB
 */
export async function checkDatabase(endpoint: string): Promise<void> {
  const { status, text } = await listTables(endpoint);
  const answer = status === 200 ? tryParseObject(text) : undefined;
  if (!Array.isArray(answer?.TableNames)) {
    const got = answer === undefined ? `status ${status}` : "an answer without table names";
    throw new NoDatabaseError(
      `What answers at ${endpoint} is no DynamoDB (got ${got}): another program has that port. Set the DynamoDB endpoint to the URL of DynamoDB Local, or leave it out to use the embedded database.`,
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
      ? `silence for ${answerWithinMilliseconds / 1000} s`
      : (cause?.code ?? cause?.message ?? message);
    throw new NoDatabaseError(
      `No database answers at ${endpoint} (${reason}). Start DynamoDB Local there, or leave the DynamoDB endpoint out to use the embedded database.`,
      { cause: error },
    );
  }
}
