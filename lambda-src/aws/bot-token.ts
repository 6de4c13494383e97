import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { type ParameterHistory, paginateGetParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";
import type { WebhookTokenSource } from "../telegram/webhook-secret";
import { parameterClient } from "./clients";

/** How long a token is used before it is read again, in seconds. */
const maxAge = 300;

/** How long the token before a rotation is still good for the webhook, in milliseconds. */
const graceMilliseconds = 10 * 60 * 1000;

/** A look at the history is good for this long: whoever guesses at the webhook cannot make us ask more often. */
const lookMilliseconds = 10 * 1000;

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
      if (token) {
        return token;
      }
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
    if (cause instanceof Error && cause.name === "ParameterNotFound") {
      return undefined;
    }
    throw error;
  }
}

/**
 * Looks into the history of a parameter for the tokens that count now: the newest, and those that were replaced
 * less than ten minutes ago.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
 */
function recentTokens(
  client: SSMClient,
  parameterName: string,
  now: () => number,
): () => Promise<readonly string[]> {
  let look: { readonly at: number; readonly tokens: Promise<readonly string[]> } | undefined;
  return () => {
    if (!look || now() - look.at >= lookMilliseconds) {
      look = { at: now(), tokens: readHistory(client, parameterName, now()) };
    }
    return look.tokens;
  };
}

async function readHistory(client: SSMClient, Name: string, now: number): Promise<readonly string[]> {
  const versions: ParameterHistory[] = [];
  for await (const page of paginateGetParameterHistory({ client }, { Name, WithDecryption: true })) {
    versions.push(...(page.Parameters ?? []));
  }
  return versions
    .filter((_, index) => {
      const replacedAt = versions[index + 1]?.LastModifiedDate;
      return replacedAt === undefined || now - replacedAt.getTime() < graceMilliseconds;
    })
    .flatMap(({ Value }) => Value ?? []);
}
