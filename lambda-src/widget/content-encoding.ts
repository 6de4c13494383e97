/** An encoding of a body, as HTTP names it. */
export type Encoding = "br" | "gzip" | "identity";

/** In the order of preference among encodings that a client weights equally. */
const encodings: readonly Encoding[] = ["br", "gzip", "identity"];

/** A client that does not mention `identity` accepts it if it accepts no other encoding here. */
const unnamedIdentity = 0.0001;

/**
 * Chooses the encoding that a client prefers: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3. Without one that
 * it accepts, the answer is not encoded, which the standard allows.
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

/** The weights of the codings that a header names, from 0 to 1. */
function weights(header: string): ReadonlyMap<string, number> {
  const named = header.split(",").flatMap((part) => {
    const [coding = "", ...parameters] = part.split(";").map((it) => it.trim().toLowerCase());
    const given = parameters.find((it) => it.startsWith("q="))?.slice(2);
    const weight = given === undefined ? 1 : /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(given) ? Number(given) : 0;
    return coding === "" ? [] : [[coding === "x-gzip" ? "gzip" : coding, weight] as const];
  });
  return new Map(named);
}
