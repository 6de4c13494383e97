import type { IncomingMessage } from "node:http";

/**
 * The names by which a person reaches this run on the machine itself. A page of another site can point a name of
 * its own at this machine (DNS rebinding), and then its requests come from the same origin: only the `Host` header
 * tells them apart.
 */
export class OwnHosts {
  readonly #names: ReadonlySet<string>;

  /** @param host The address that the run listens on: `HOST`. */
  constructor(host: string) {
    const own = nameOf(host.includes(":") ? `[${host}]` : host) ?? [];
    this.#names = new Set(["localhost", "127.0.0.1", "[::1]"].concat(own));
  }

  /** @param host A `Host` header, with or without a port. */
  has(host: string): boolean {
    const name = nameOf(host);
    return name !== undefined && this.#names.has(name);
  }

  /**
   * Whether a request was sent to this machine by one of the names, and not through a tunnel or a proxy: those say
   * for whom they ask, even when they write the `Host` header anew.
   */
  isLocal({ headers }: IncomingMessage): boolean {
    return this.has(headers.host ?? "") && forwardingHeaders.every((name) => headers[name] === undefined);
  }

  /** The origins of a page of this run. @param url Any of its URLs, for the port. */
  origins(url: string): readonly string[] {
    const { port } = new URL(url);
    return [...this.#names]
      .filter((name) => !unspecified.has(name))
      .map((name) => new URL(`http://${name}:${port}`).origin);
  }
}

/** https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Forwarded and what tunnels use beside it. */
const forwardingHeaders = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-real-ip",
  "cf-connecting-ip",
];

/** Addresses that one can listen on, and that no page has. */
const unspecified = new Set(["0.0.0.0", "[::]"]);

/** @returns the name in lower case, without a port; `undefined` for what is none */
function nameOf(host: string): string | undefined {
  return /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.exec(host)?.[1]?.toLowerCase();
}
