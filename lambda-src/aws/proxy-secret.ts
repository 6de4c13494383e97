import type { SecretSource } from "../ingress/ingress";
import { parameterReader } from "./read-parameter";

/**
 * Minimum time between two reads that skip the cache, in milliseconds. It limits the reads that guessed secrets cause.
 */
const freshPeriod = 10_000;

/**
 * Reads the proxy's secret from the parameter store and caches it for five minutes.
 * @param now returns milliseconds since the epoch
 */
export function proxySecretSource(parameterName: string, now: () => number = Date.now): SecretSource {
  const read = parameterReader(parameterName);
  let readAt = Number.NEGATIVE_INFINITY;
  return {
    async get({ fresh } = { fresh: false }) {
      const forceFetch = fresh && now() - readAt >= freshPeriod;
      if (forceFetch) {
        readAt = now();
      }
      const secret = await read(forceFetch);
      // An empty secret would accept every request.
      if (secret === undefined) {
        throw new Error(
          `The parameter ${parameterName} is missing or empty. Store the proxy's secret there.`,
        );
      }
      return secret;
    },
  };
}
