import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { parameterClient } from "./clients";

/** Seconds for which a value is used before it is read again. */
const maxAge = 300;

/** Reads a secret. `fresh` skips the cache. @returns undefined if the parameter does not exist or is empty */
export type ReadParameter = (fresh?: boolean) => Promise<string | undefined>;

/** Creates a reader of a SecureString parameter, which caches the value for five minutes. */
export function parameterReader(name: string): ReadParameter {
  const provider = new SSMProvider({ awsSdkV3Client: parameterClient() });
  return async (forceFetch = false) => {
    try {
      return (await provider.get(name, { decrypt: true, maxAge, forceFetch })) || undefined;
    } catch (error) {
      // Powertools wraps the SDK's error.
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      if (cause instanceof Error && cause.name === "ParameterNotFound") {
        return undefined;
      }
      throw error;
    }
  };
}
