import { closestName } from "./closest-name";
import { variableTable } from "./variables";

/** Prefixes of Kite's variables. */
const prefixes = /^(KITE|E2E|CLOUDFLARE|TELEGRAM)_/;

/** Variables that builds and tests set themselves. */
const internal = /^(KITE_APP|KITE_TEST_\w+|E2E_TARGET|CLOUDFLARE_ACCOUNT_ID)$/;

/**
 * Returns a warning for each variable that has a name like Kite's but is unknown, with the name that it may mean.
 * @param dotenv names in `.env`. All of them should be Kite's, so a similar name counts too.
 * @param environment names in the environment. Most of them are not Kite's, so only those with Kite's prefixes count.
 */
export function unknownVariables(
  dotenv: readonly string[],
  environment: readonly string[],
): readonly string[] {
  const warn = (name: string, source: string, likely: string | undefined) =>
    `${name} (${source}) is not a variable of Kite.${likely === undefined ? " .env.example.txt lists all of them." : ` Did you mean ${likely}?`}`;
  const inFile = dotenv.flatMap((name) => {
    const likely = closestName(name.toUpperCase(), Object.keys(variableTable));
    return isUnknown(name) && (prefixes.test(name) || likely !== undefined)
      ? [warn(name, ".env", likely)]
      : [];
  });
  const outside = environment
    .filter((name) => isUnknown(name) && prefixes.test(name) && !dotenv.includes(name))
    .map((name) =>
      warn(name, "the environment", closestName(name.toUpperCase(), Object.keys(variableTable))),
    );
  return [...inFile, ...outside];
}

function isUnknown(name: string): boolean {
  return !(name in variableTable) && !internal.test(name);
}
