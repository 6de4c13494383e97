const probeMilliseconds = 10_000;

/**
 * Returns a function that checks whether a plain request reaches the server. This distinguishes a missing network
 * connection from a page that may not open sockets.
 * @param url the URL of the loader
 */
export function reachabilityOf(url: string): () => Promise<boolean> {
  let isForbidden = false;
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    isForbidden ||= effectiveDirective === "connect-src" && /^wss?:/.test(blockedURI);
  });
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
