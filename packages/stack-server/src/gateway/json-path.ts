/** A compiled path. Returns the value at the path, or `undefined`. */
export type JsonPath = (root: unknown) => unknown;

/**
 * Compiles the subset of JSONPath that selects one value: `a.b`, `[0]`, `.[0]`, `['a b']`, `["a"]`, and combinations.
 * A leading `$` or dot is allowed, and an empty path selects the root.
 *
 * @throws Error for anything else, such as wildcards, filters or `..`
 */
export function compileJsonPath(path: string): JsonPath {
  const steps: (string | number)[] = [];
  let rest = path.replace(/^\$/, "");
  for (let first = true; rest !== ""; first = false) {
    const match = stepPattern.exec(rest);
    const { name, index, single, double } = match?.groups ?? {};
    // Every name except the first needs a dot before it.
    if (match === null || (name !== undefined && !first && !rest.startsWith("."))) {
      throw new Error(`Unsupported JSON path ${path}: expected only names and indexes, received "${rest}".`);
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

/** Reads only own properties. Clients choose the keys, and must not find inherited ones such as `constructor`. */
function step(value: unknown, key: string | number): unknown {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) {
    return undefined;
  }
  return (value as Record<string | number, unknown>)[key];
}
