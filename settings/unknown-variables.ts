import { VARIABLES } from "./variables";

/** How the names of our variables begin. */
const PREFIXES = /^(KITE|E2E|CLOUDFLARE|TELEGRAM)_/;

/** Variables that builds and tests set for themselves. */
const INTERNAL = /^(KITE_APP|KITE_TEST_\w+|E2E_TARGET|CLOUDFLARE_ACCOUNT_ID)$/;

/** Letters that may differ in a name that was mistyped. */
const CLOSE = 2;

/**
 * A warning for each variable that looks like one of ours and is none, with the name that was probably meant.
 * @param dotenv names in `.env`, where everything should be ours: a name close to one of ours counts too
 * @param environment names in the environment, which has much that is not ours: our prefixes alone count
 */
export function unknownVariables(
  dotenv: readonly string[],
  environment: readonly string[],
): readonly string[] {
  const warn = (name: string, source: string, likely: string | undefined) =>
    `${name} (${source}) is no variable of Kite.${likely === undefined ? " .env.example.txt lists them." : ` Did you mean ${likely}?`}`;
  const inFile = dotenv.flatMap((name) => {
    const likely = closest(name);
    return isUnknown(name) && (PREFIXES.test(name) || likely !== undefined)
      ? [warn(name, ".env", likely)]
      : [];
  });
  const outside = environment
    .filter((name) => isUnknown(name) && PREFIXES.test(name) && !dotenv.includes(name))
    .map((name) => warn(name, "the environment", closest(name)));
  return [...inFile, ...outside];
}

function isUnknown(name: string): boolean {
  return !(name in VARIABLES) && !INTERNAL.test(name);
}

/** The name of ours that is most like this one, if one is. */
function closest(name: string): string | undefined {
  const [best] = Object.keys(VARIABLES)
    .map((known) => ({ known, letters: distance(name.toUpperCase(), known) }))
    .sort((one, other) => one.letters - other.letters);
  return best && best.letters <= CLOSE ? best.known : undefined;
}

/** Letters to add, remove or replace: https://en.wikipedia.org/wiki/Levenshtein_distance */
function distance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (above[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      current.push(Math.min((current[column] ?? 0) + 1, (above[column + 1] ?? 0) + 1, replaced));
    }
    above = current;
  }
  return above.at(-1) ?? 0;
}
