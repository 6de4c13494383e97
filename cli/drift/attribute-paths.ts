/** Where a value lies in a resource: names of attributes, keys of maps, places in lists. */
export type AttributePath = readonly (string | number)[];

/** The two sides that are compared, with Terraform's marks of what is secret in them. */
export interface Comparison {
  readonly before: unknown;
  readonly after: unknown;
  readonly beforeSensitive?: unknown;
  readonly afterSensitive?: unknown;
}

/**
 * The paths at which two values differ, as deep as it can be told: a list whose length changed is one path, and so
 * is a secret, whatever lies in it. Absent and empty are the same, for providers read one where they were given the
 * other.
 */
export function differingPaths(comparison: Comparison): readonly AttributePath[] {
  return collect(comparison, []);
}

/** The paths of all that is marked `true`, for example in `after_unknown`. */
export function markedPaths(marks: unknown, path: AttributePath = []): readonly AttributePath[] {
  if (marks === true) {
    return [path];
  }
  if (typeof marks !== "object" || marks === null) {
    return [];
  }
  return keysOf(marks).flatMap((key) => markedPaths(childOf(marks, key), [...path, key]));
}

/** The value at a path; `undefined`: there is none. */
export function valueAt(value: unknown, path: AttributePath): unknown {
  return path.reduce<unknown>(childOf, value);
}

/** Whether two values are the same; absent and empty are. */
export function isSame(one: unknown, other: unknown): boolean {
  return differingPaths({ before: one, after: other }).length === 0;
}

/** A path as Terraform writes it: `tags.Owner`, `rule[0].id`, `tags["a b"]`. */
export function writePath(path: AttributePath): string {
  return path
    .map((step) => {
      if (typeof step === "number") {
        return `[${step}]`;
      }
      return /^[A-Za-z_][\w:/-]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("")
    .replace(/^\./, "");
}

function collect(comparison: Comparison, path: AttributePath): readonly AttributePath[] {
  const { before, after, beforeSensitive, afterSensitive } = comparison;
  if (isEmpty(before) && isEmpty(after)) {
    return [];
  }
  const isSecret = beforeSensitive === true || afterSensitive === true;
  const keys = isSecret ? undefined : sharedKeys(before, after);
  if (keys === undefined) {
    return isEqual(before, after) ? [] : [path];
  }
  return keys.flatMap((key) =>
    collect(
      {
        before: childOf(before, key),
        after: childOf(after, key),
        beforeSensitive: childOf(beforeSensitive, key),
        afterSensitive: childOf(afterSensitive, key),
      },
      [...path, key],
    ),
  );
}

/** The keys to go on with; `undefined`: the two are compared as a whole. */
function sharedKeys(before: unknown, after: unknown): readonly (string | number)[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length ? [...before.keys()] : undefined;
  }
  const isMap = (value: unknown) => typeof value === "object" && !Array.isArray(value);
  const comparable = isMap(before ?? {}) && isMap(after ?? {});
  return comparable ? [...new Set([...keysOf(before ?? {}), ...keysOf(after ?? {})])] : undefined;
}

function keysOf(value: object): readonly (string | number)[] {
  return Array.isArray(value) ? [...value.keys()] : Object.keys(value).sort();
}

function childOf(value: unknown, key: string | number): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string | number, unknown>>)[key]
    : undefined;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") {
    return true;
  }
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** Whether two JSON values are equal: the order of keys does not matter, that of lists does. */
export function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (typeof value !== "object" || value === null) {
    return value ?? null;
  }
  return keysOf(value).map((key) => [key, sorted(childOf(value, key))]);
}
