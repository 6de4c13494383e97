import { decode } from "../request-url";

/**
 * The path as an event shows it, in `rawPath` and `http.path`. Against its name it is decoded, and that twice: after
 * the first time it is cut at a question mark, and what the second cannot decode is refused (all observed):
 * https://github.com/hotsock/voker/blob/main/vokerhttp/testdata/ingress-paths.json
 *
 * @returns `undefined` when the request is to be refused.
 */
export function rawPath(path: string): string | undefined {
  const [once = ""] = (decode(path) ?? "").split("?");
  return decode(once);
}
