import type { Value } from "./expression/value";
import { isList, toText } from "./expression/value";
import type { Json, JsonObject, StackFile } from "./stack-file";

/** Used if the stack declares no account or no region. */
const defaultAccountId = "000000000000";
export const defaultRegion = "us-east-1";

/** Settings of an AWS provider. */
export interface ProviderSettings {
  readonly accountId: string;
  /** Region. @default - not set by the provider */
  readonly region: string | undefined;
}

/**
 * Reads the provider that a resource refers to, such as `aws.virginia`, or the provider without an alias.
 *
 * @throws ExpressionError when its region or account cannot be evaluated
 */
export function providerSettings(
  stack: StackFile,
  evaluate: (json: Json) => Value,
  name = "aws",
): ProviderSettings {
  const provider = findProvider(stack, name);
  const region = evaluate(provider.region ?? null);
  const accounts = evaluate(provider.allowed_account_ids ?? null);
  const [account = null] = isList(accounts) ? accounts : [];
  return {
    accountId: account === null ? defaultAccountId : toText(account),
    region: region === null ? undefined : toText(region),
  };
}

function findProvider(stack: StackFile, name: string): JsonObject {
  const alias = name.includes(".") ? name.slice(name.indexOf(".") + 1) : undefined;
  return (stack.providers.get("aws") ?? []).find((provider) => (provider.alias ?? undefined) === alias) ?? {};
}
