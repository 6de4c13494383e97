/** A compiled path: gives the value it leads to, or `undefined`. */
export type JsonPath = (root: unknown) => unknown;

/**
 * Compiles the part of JSONPath with which one value is addressed: `a.b`, `[0]`, `.[0]`, `['a b']`, `["a"]`,
 * and mixtures. A leading `$` or dot is allowed, an empty path is the root.
 *
 * @throws Error for anything else (wildcards, filters, `..`).
 */
export function compileJsonPath(path: string): JsonPath {
  const steps: (string | number)[] = [];
  let rest = path.replace(/^\$/, "");
  for (let first = true; rest !== ""; first = false) {
    const match = stepPattern.exec(rest);
    const { name, index, single, double } = match?.groups ?? {};
    // The dot before a name may be left out at the beginning alone.
    if (match === null || (name !== undefined && !first && !rest.startsWith("."))) {
      throw new Error(
        `The JSON path ${path} cannot be read from "${rest}" on; wanted names and indexes only.`,
      );
    }
    steps.push(index === undefined ? unquote(name ?? single ?? double ?? "") : Number(index));
    rest = rest.slice(match[0].length);
  }
  return (root) => steps.reduce<unknown>(step, root);
}

const stepPattern =
  /^\.?(?:\[(?:(?<index>\d+)|'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\]|(?<name>[^.[\]\s'"*?()]+))/;

function unquote(name: string): string {
  return name.replace(/\\(.)/g, "$1");
}

/** Own properties only: a client chooses the keys of its body, and `constructor` is none of them. */
function step(value: unknown, key: string | number): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) {
    return undefined;
  }
  return (value as Record<string | number, unknown>)[key];
}
