import { createHmac, timingSafeEqual } from "node:crypto";

/** Header in which the proxy shows that a request came through it. */
export const proxyHeader = "x-kite-proxy";

/** By which way visitors must come. */
export interface IngressChecks {
  /** The only name under which sockets are opened; `undefined`: any. */
  readonly webSocketHost: string | undefined;
  /** Knows what the proxy's header must hold; `undefined`: there is no proxy. */
  readonly proxySecret: SecretSource | undefined;
}

/** What a stage decides about its visitors. */
export interface VisitorSettings {
  /** Origins as browsers send them, or `*` for all. */
  readonly allowedOrigins: readonly string[];
  readonly ingress: IngressChecks;
}

/** A secret that may be replaced at any time. */
export interface SecretSource {
  /** @param options.fresh read it again where it is kept, though not more often than every ten seconds */
  get(options?: { readonly fresh: boolean }): Promise<string>;
}

/** What tells how a request came. */
export interface Arrival {
  /** Who was called, as API Gateway tells it; no client can make it up. */
  readonly domainName: string | undefined;
  /** The value of {@link proxyHeader}. */
  readonly proxySecret: string | undefined;
}

/**
 * Whether a socket may be opened: under the stage's own name, and through the proxy where there is one. The
 * API's own address stays reachable, for pushes go there.
 */
export async function maySocketEnter(ingress: IngressChecks, arrival: Arrival): Promise<boolean> {
  const { webSocketHost } = ingress;
  if (webSocketHost !== undefined && arrival.domainName?.toLowerCase() !== webSocketHost) {
    return false;
  }
  return cameThroughProxy(ingress, arrival);
}

/** Whether a request came through the proxy; true where there is none. */
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
  // A header that does not fit may be newer than what is remembered.
  return isSame(given, await proxySecret.get()) || isSame(given, await proxySecret.get({ fresh: true }));
}

/** Compares in a time that tells nothing of the secret. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHmac("sha256", secret).update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
