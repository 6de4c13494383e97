import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import type { SecretSource } from "../ingress/ingress";
import { parameterClient } from "./clients";

/** How long the secret is used before it is read again, in seconds. */
const maxAge = 300;

/** Whoever guesses makes the parameter be read no more often than this, in milliseconds. */
const freshPeriod = 10_000;

/**
 * Reads the proxy's secret from the parameter store and keeps it for five minutes.
 * @param now milliseconds since 1970
 */
export function proxySecretSource(parameterName: string, now: () => number = Date.now): SecretSource {
  const provider = new SSMProvider({ awsSdkV3Client: parameterClient() });
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async get({ fresh } = { fresh: false }) {
      const forceFetch = fresh && now() - readAt >= freshPeriod;
      if (forceFetch) {
        readAt = now();
      }
      const secret = await provider.get(parameterName, { decrypt: true, maxAge, forceFetch });
      // An empty secret would let everybody in.
      if (!secret) {
        throw new Error(`The parameter ${parameterName} is empty; wanted the proxy's secret.`);
      }
      return secret;
    },
  };
}
