import { decode } from "../../http";

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
