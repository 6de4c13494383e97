import type { IncomingMessage } from "node:http";

/**
 * Names under which a browser on this machine reaches the run. Another site can point its own domain name at this
 * machine (DNS rebinding). Its requests then count as same-origin, and only the `Host` header distinguishes them.
 */
export class OwnHosts {
  readonly #names: ReadonlySet<string>;

  /** @param host Address that the run listens on: `HOST`. */
  constructor(host: string) {
    const own = nameOf(host.includes(":") ? `[${host}]` : host) ?? [];
    this.#names = new Set(["localhost", "127.0.0.1", "[::1]"].concat(otherVisitors, own));
  }

  /** Returns whether a name belongs to this machine. @param host A `Host` header, with or without a port. */
  has(host: string): boolean {
    const name = nameOf(host);
    return name !== undefined && this.#names.has(name);
  }

  /**
   * Returns whether a request was sent to this machine directly, under one of its names. A tunnel or proxy adds a
   * forwarding header, even if it rewrites `Host`.
   */
  isLocal({ headers }: IncomingMessage): boolean {
    return this.has(headers.host ?? "") && forwardingHeaders.every((name) => headers[name] === undefined);
  }

  /** Returns the origins of this run's page. @param url Any URL of the run. Only its port is used. */
  origins(url: string): readonly string[] {
    const { port } = new URL(url);
    return [...this.#names]
      .filter((name) => !unspecified.has(name))
      .map((name) => new URL(`http://${name}:${port}`).origin);
  }
}

/**
 * Names of this machine for more visitors. A browser stores the data of each name separately, so each name is another
 * visitor. It resolves these names without a DNS request: https://www.rfc-editor.org/rfc/rfc6761#section-6.3
 */
const otherVisitors = ["visitor-2.localhost", "visitor-3.localhost", "visitor-4.localhost"];

/**
 * Headers that proxies and tunnels set: https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Forwarded
 */
const forwardingHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-real-ip",
  "cf-connecting-ip",
];

/** Addresses that a server can listen on, but that no page has as its origin. */
const unspecified = new Set(["0.0.0.0", "[::]"]);

/** @returns the name in lower case without a port, or `undefined` for an invalid `Host` */
function nameOf(host: string): string | undefined {
  return /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}
