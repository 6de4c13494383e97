import { SSMProvider } from "@aws-lambda-powertools/parameters/ssm";
import type { SecretSource } from "../ingress/ingress";
import { parameterClient } from "./clients";

/** Seconds for which the secret is used before it is read again. */
const maxAge = 300;

/** Minimum time between two reads of the parameter that guesses can cause, in milliseconds. */
const freshPeriod = 10_000;

/**
 * Reads the proxy's secret from the parameter store and caches it for five minutes.
 * @param now returns milliseconds since the epoch
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
      // An empty secret would accept every request.
      if (!secret) {
        throw new Error(`The parameter ${parameterName} is empty. Store the proxy's secret there.`);
      }
      return secret;
    },
  };
}
