const probeMilliseconds = 10_000;

/**
 * Returns a function that checks whether a plain request reaches the server, which distinguishes a network without
 * a connection from a page that may not open sockets.
 * @param url of the loader
 * @param endpoint of the sockets, which the page's policy may forbid
 * @param signal ends the listening for that
 */
export function reachabilityOf(url: string, endpoint: string, signal: AbortSignal): () => Promise<boolean> {
  let isForbidden = false;
  document.addEventListener(
    "securitypolicyviolation",
    ({ effectiveDirective, blockedURI }) => {
      // The address has a query. Some browsers report only its beginning.
      const blocked = blockedURI.slice(0, endpoint.length);
      isForbidden ||= effectiveDirective === "connect-src" && endpoint.startsWith(blocked);
    },
    { signal },
  );
  return async () => {
    // The page's own policy blocks the socket. It may block the request too, so the request would prove nothing.
    if (isForbidden) {
      return true;
    }
    try {
      await fetch(url, {
        mode: "no-cors",
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(probeMilliseconds),
      });
      return true;
    } catch {
      return false;
    }
  };
}
