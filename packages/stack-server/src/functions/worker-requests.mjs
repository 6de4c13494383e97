import { subscribe } from "node:diagnostics_channel";

/**
 * Tracks the open HTTP requests of this thread through Node's diagnostics channels. `http`, `https` and `fetch`
 * use these channels, however a bundle imports them. https://nodejs.org/api/diagnostics_channel.html
 */
export function watchRequests() {
  /** @type {Map<object, string>} */
  const open = new Map();

  subscribe("http.client.request.start", (message) => {
    const { request } = /** @type {{ request: import("node:http").ClientRequest }} */ (message);
    open.set(request, `${request.method} ${request.getHeader("host") ?? request.host}`);
    request.once("close", () => open.delete(request));
  });
  subscribe("undici:request:create", (message) => {
    const { request } = /** @type {{ request: { method: string, origin: unknown } }} */ (message);
    open.set(request, `${request.method} ${hostOf(request.origin)}`);
  });
  for (const end of ["undici:request:trailers", "undici:request:error"]) {
    subscribe(end, (message) => open.delete(/** @type {{ request: object }} */ (message).request));
  }

  return {
    /** Returns the open requests. */
    pending: () => [...open.keys()],
    /**
     * Waits a turn of the event loop, because a request whose body was just read to its end closes in that turn. Then
     * calls `name` with those of `requests` that are still open, and forgets them, so that each is named only once.
     *
     * @param {readonly object[]} requests
     * @param {(named: string[]) => void} name
     */
    afterGrace(requests, name) {
      setImmediate(() =>
        setImmediate(() => {
          const named = requests.flatMap((request) => open.get(request) ?? []);
          for (const request of requests) {
            open.delete(request);
          }
          if (named.length > 0) {
            name(named);
          }
        }),
      );
    },
  };
}

/** @param {unknown} origin */
function hostOf(origin) {
  return URL.canParse(String(origin)) ? new URL(String(origin)).host : "an unknown host";
}
