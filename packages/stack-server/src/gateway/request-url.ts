import { decode } from "../http";

/** The parts of a request target, still encoded. */
export interface RequestUrl {
  /** Path, for example `/beta/items/a%20b`. */
  readonly path: string;
  /** Query string without the question mark. Empty if there is none. */
  readonly query: string;
}

/**
 * Splits a request target (`request.url`). Does not change the parts, unlike a URL parser.
 *
 * @returns `undefined` if the target is not a path, or its percent-encoding is invalid
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

/** Splits a path into its decoded first segment and the rest. The rest starts with a slash, or is empty. */
export function splitStage(path: string): { readonly stage: string; readonly rest: string } {
  const end = path.indexOf("/", 1);
  const stage = end === -1 ? path.slice(1) : path.slice(1, end);
  return { stage: decode(stage) ?? stage, rest: end === -1 ? "" : path.slice(end) };
}

/** Returns the decoded parameters of a query string in order. Invalid encoding is left unchanged. */
export function queryParameters(query: string): ReadonlyMap<string, readonly string[]> {
  const parameters = new URLSearchParams(query);
  return new Map([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

/**
 * Returns the path of a request as HTTP APIs put it into `rawPath` and `http.path`. In spite of the name `rawPath`, the
 * path is decoded twice. After the first time, it is cut at a question mark. A path that cannot be decoded twice is
 * rejected.
 * Observed: https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
 *
 * @returns `undefined` if API Gateway rejects the request
 */
export function rawPath(path: string): string | undefined {
  const [once = ""] = (decode(path) ?? "").split("?");
  return decode(once);
}
