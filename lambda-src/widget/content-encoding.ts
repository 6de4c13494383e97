/** The HTTP name of an encoding of a body. */
export type Encoding = "br" | "gzip" | "identity";

/** The order in which encodings with equal weights are preferred. */
const encodings: readonly Encoding[] = ["br", "gzip", "identity"];

/**
 * The weight of `identity` if the client does not mention it. Any other encoding that the client accepts is preferred.
 */
const unnamedIdentity = 0.0001;

/**
 * Chooses the encoding that a client prefers: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3. If the client
 * accepts none of them, the answer is not encoded, which the standard allows.
 */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding {
  const wanted = weights(acceptEncoding ?? "");
  const weightOf = (encoding: Encoding) =>
    wanted.get(encoding) ??
    (encoding === "identity" ? (wanted.get("*") === 0 ? 0 : unnamedIdentity) : (wanted.get("*") ?? 0));
  const [best = "identity"] = encodings
    .filter((encoding) => weightOf(encoding) > 0)
    .sort((one, other) => weightOf(other) - weightOf(one));
  return best;
}

/** Returns the weights of the encodings in a header, from 0 to 1. */
function weights(header: string): ReadonlyMap<string, number> {
  const named = header.split(",").flatMap((part) => {
    const [coding = "", ...parameters] = part.split(";").map((it) => it.trim().toLowerCase());
    const given = parameters.find((it) => it.startsWith("q="))?.slice(2);
    const weight = given === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(given) ? Number(given) : 0;
    return coding === "" ? [] : [[coding === "x-gzip" ? "gzip" : coding, weight] as const];
  });
  return new Map(named);
}
