import { createHmac, timingSafeEqual } from "node:crypto";

/** The header with which the proxy proves that a request came through it. */
export const proxyHeader = "x-kite-proxy";

/** Represents the ingress checks of a stage. */
export interface IngressChecks {
  /** The only host name at which sockets are accepted; `undefined` accepts every host name. */
  readonly webSocketHost: string | undefined;
  /** The source of the proxy's secret; `undefined` without a proxy. */
  readonly proxySecret: SecretSource | undefined;
}

/** Represents a stage's settings for visitors. */
export interface VisitorSettings {
  /** Origins as browsers send them, or `*` for all. */
  readonly allowedOrigins: readonly string[];
  readonly ingress: IngressChecks;
}

/** Represents a secret that may be replaced at any time. */
export interface SecretSource {
  /** @param options.fresh whether to read the secret from its store instead of a cache, at most every ten seconds */
  get(options?: { readonly fresh: boolean }): Promise<string>;
}

/** Represents the route on which a request arrived. */
export interface Arrival {
  /** The host name of the request, as API Gateway reports it. A client cannot forge it. */
  readonly domainName: string | undefined;
  /** The value of {@link proxyHeader}. */
  readonly proxySecret: string | undefined;
}

/**
 * Returns whether a socket may be opened. It must be opened at the stage's own host name, and through the proxy if
 * there is one. This check is necessary, because the API's default host name stays reachable for pushes.
 */
export async function maySocketEnter(ingress: IngressChecks, arrival: Arrival): Promise<boolean> {
  const { webSocketHost } = ingress;
  if (webSocketHost !== undefined && arrival.domainName?.toLowerCase() !== webSocketHost) {
    return false;
  }
  return cameThroughProxy(ingress, arrival);
}

/** Returns whether a request came through the proxy. Without a proxy, every request is allowed. */
export async function cameThroughProxy(
  { proxySecret }: IngressChecks,
  arrival: Pick<Arrival, "proxySecret">,
): Promise<boolean> {
  if (proxySecret === undefined) {
    return true;
  }
  const given = arrival.proxySecret;
  if (!given) {
    return false;
  }
  // A header that does not match may be newer than the cached secret.
  return isSame(given, await proxySecret.get()) || isSame(given, await proxySecret.get({ fresh: true }));
}

/** Compares in constant time. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac("sha256", secret).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
