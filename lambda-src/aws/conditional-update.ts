import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

/**
 * Updates a row if its condition holds.
 * @returns the attributes that were asked for by `ReturnValues`; `undefined` when the condition does not hold
 */
export async function updateIf(
  client: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof UpdateCommand>[0],
): Promise<Record<string, unknown> | undefined> {
  try {
    return (await client.send(new UpdateCommand(input))).Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return undefined;
    }
    throw error;
  }
}
