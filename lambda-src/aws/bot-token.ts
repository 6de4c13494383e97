import { type ParameterHistory, paginateGetParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";
import type { WebhookTokenSource } from "../telegram/webhook-secret";
import { parameterClient } from "./clients";
import { parameterReader } from "./read-parameter";

/** Time for which the webhook still accepts the previous token after a rotation, in milliseconds. */
const graceMilliseconds = 10 * 60 * 1000;

/**
 * Time for which the history is cached, in milliseconds. The cache limits the reads that guessed webhook secrets cause.
 */
const lookMilliseconds = 10 * 1000;

/** Reports that the parameter for the bot's token does not exist. */
export class BotTokenMissing extends Error {
  override readonly name = "BotTokenMissing";
}

/**
 * Reads the bot's token from the parameter store and caches it for five minutes.
 * @param now returns milliseconds since the epoch
 */
export function botTokenSource(parameterName: string, now: () => number = Date.now): WebhookTokenSource {
  const read = parameterReader(parameterName);
  return {
    async get({ fresh } = { fresh: false }) {
      const token = await read(fresh);
      if (token) {
        return token;
      }
      throw new BotTokenMissing(
        `The parameter ${parameterName} does not exist. Store the bot's token there as a SecureString.`,
      );
    },
    recent: recentTokens(parameterClient(), parameterName, now),
  };
}

/**
 * Reads the valid tokens from a parameter's history: the newest, and those that were replaced less than ten minutes
 * ago. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
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
