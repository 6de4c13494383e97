import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import { parameterClient } from "./clients";

/** Seconds after which the secret is read again. */
const maxAge = 300;

/** Reads the secret from which the keys for identities are derived, and caches it for five minutes. */
export function identitySecretSource(parameterName: string): () => Promise<string | undefined> {
  const provider = new SSMProvider({ awsSdkV3Client: parameterClient() });
  return async () => {
    try {
      return (await provider.get(parameterName, { decrypt: true, maxAge })) || undefined;
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
