import { type ParameterHistory, paginateGetParameterHistory, type SSMClient } from "@aws-sdk/client-ssm";

/** How long the token before a rotation is still good for the webhook, in milliseconds. */
const graceMilliseconds = 10 * 60 * 1000;

/** A look at the history is good for this long: whoever guesses at the webhook cannot make us ask more often. */
const lookMilliseconds = 10 * 1000;

/**
 * Looks into the history of a parameter for the tokens that count now: the newest, and those that were replaced
 * less than ten minutes ago.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
 */
export function recentTokens(
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
