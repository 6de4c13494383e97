import { InvokeCommand, type LambdaClient, ResourceNotFoundException } from "@aws-sdk/client-lambda";
import { z } from "zod";
import { liveAlias } from "../../constructs/functions/lambda-function";
import { UserError } from "../../constructs/user-error";

/** What became of the webhook after its bot's token changed. */
export type Followed = "set" | "not deployed";

const failureSchema = z.object({ errorMessage: z.string() });

/**
 * Has the stage's lifecycle handler set the webhook anew, with the secret that belongs to the token at hand.
 * @throws UserError when it cannot
 */
export async function followToken(client: LambdaClient, functionName: string): Promise<Followed> {
  const command = new InvokeCommand({
    FunctionName: functionName,
    Qualifier: liveAlias,
    Payload: JSON.stringify({ tf: { action: "update" } }),
  });
  const answer = await client.send(command).catch((error: unknown) => {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw failed(functionName, error instanceof Error ? error.message : String(error));
  });
  if (answer?.FunctionError !== undefined) {
    throw failed(functionName, readFailure(answer.Payload));
  }
  return answer === undefined ? "not deployed" : "set";
}

function failed(functionName: string, reason: string): UserError {
  return new UserError(
    `The token is stored, and ${functionName} could not set the webhook: ${reason}. Telegram's old secret is taken for ten minutes from now. Mend it (a wrong token: put the right one), then run the same command again.`,
  );
}

function readFailure(payload: Uint8Array | undefined): string {
  try {
    const parsed = failureSchema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    if (parsed.success) {
      return parsed.data.errorMessage;
    }
  } catch {
    // No JSON: the sentence below says as much as there is to say.
  }
  return "the function failed and said nothing";
}
