import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { WebhookTokenSource } from "../telegram/webhook-secret";
import { parameterClient } from "./clients";
import { recentTokens } from "./recent-tokens";

/** How long a token is used before it is read again, in seconds. */
const maxAge = 300;

/** The parameter that should hold the bot's token is not there. */
export class BotTokenMissing extends Error {
  override readonly name = "BotTokenMissing";
}

/**
 * Reads the bot's token from the parameter store and keeps it for five minutes.
 * @param now milliseconds since 1970
 */
export function botTokenSource(parameterName: string, now: () => number = Date.now): WebhookTokenSource {
  const client: SSMClient = parameterClient();
  const provider = new SSMProvider({ awsSdkV3Client: client });
  return {
    async get({ fresh } = { fresh: false }) {
      const token = await readParameter(provider, parameterName, fresh);
      if (token) return token;
      throw new BotTokenMissing(
        `The parameter ${parameterName} does not exist. Put the bot's token there as a SecureString.`,
      );
    },
    recent: recentTokens(client, parameterName, now),
  };
}

async function readParameter(
  provider: SSMProvider,
  name: string,
  forceFetch: boolean,
): Promise<string | undefined> {
  try {
    return await provider.get(name, { decrypt: true, maxAge, forceFetch });
  } catch (error) {
    // Powertools wraps what the SDK threw.
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    if (cause instanceof Error && cause.name === "ParameterNotFound") return undefined;
    throw error;
  }
}
