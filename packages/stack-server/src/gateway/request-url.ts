import { decode } from "../http";

/** A request target in its parts, still encoded as it came. */
export interface RequestUrl {
  /** For example `/beta/items/a%20b`. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
}

/**
 * Takes a request target (`request.url`) apart without a parser that would change it.
 *
 * @returns `undefined` when it is no path, or when its percent-encoding cannot be decoded.
 */
export function parseRequestUrl(url: string | undefined): RequestUrl | undefined {
  if (url === undefined || !url.startsWith("/")) {
    return undefined;
  }
  const question = url.indexOf("?");
  const path = question === -1 ? url : url.slice(0, question);
  if (decode(path) === undefined) {
    return undefined;
  }
  return { path, query: question === -1 ? "" : url.slice(question + 1) };
}

/** The first segment of a path, decoded, and what follows it (with its slash; empty when nothing does). */
export function splitStage(path: string): { readonly stage: string; readonly rest: string } {
  const end = path.indexOf("/", 1);
  const stage = end === -1 ? path.slice(1) : path.slice(1, end);
  return { stage: decode(stage) ?? stage, rest: end === -1 ? "" : path.slice(end) };
}

/** The parameters of a query string in their order, decoded; broken encoding is taken as it stands. */
export function queryParameters(query: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new URLSearchParams(query);
  return new Map([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

/**
 * Returns the path of a request as HTTP APIs put it into `rawPath` and `http.path`. In spite of its name it is decoded
 * twice. After the first time it is cut at a question mark; a request that cannot be decoded twice is rejected (observed):
 * https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
 *
 * @returns `undefined` when API Gateway rejects the request.
 */
export function rawPath(path: string): string | undefined {
  const [once = ""] = (decode(path) ?? "").split("?");
  return decode(once);
}
