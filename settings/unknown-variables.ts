import { closestName } from "./closest-name";
import { variableTable } from "./variables";

/** How the names of our variables begin. */
const prefixes = /^(KITE|E2E|CLOUDFLARE|TELEGRAM)_/;

/** Variables that builds and tests set for themselves. */
const internal = /^(KITE_APP|KITE_TEST_\w+|E2E_TARGET|CLOUDFLARE_ACCOUNT_ID)$/;

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
