import { isDeepStrictEqual } from "node:util";
import type { PlannedChange } from "../terraform-plan";

/** Where a value lies in a resource: names of attributes, keys of maps, places in lists. */
export type AttributePath = readonly (string | number)[];

/** The two sides that are compared, with Terraform's marks of what is secret in them. */
type Comparison = Pick<PlannedChange, "before" | "after" | "before_sensitive" | "after_sensitive">;

/**
 * The paths at which two values differ, as deep as it can be told: a list whose length changed is one path, and so
 * is a secret, whatever lies in it. Absent and empty are the same, for providers read one where they were given the
 * other.
 */
export function differingPaths(comparison: Comparison, path: AttributePath = []): readonly AttributePath[] {
  const { before, after, before_sensitive: beforeSensitive, after_sensitive: afterSensitive } = comparison;
  if (isEmpty(before) && isEmpty(after)) {
    return [];
  }
  const isSecret = beforeSensitive === true || afterSensitive === true;
  const keys = isSecret ? undefined : sharedKeys(before, after);
  if (keys === undefined) {
    return isEqual(before, after) ? [] : [path];
  }
  return keys.flatMap((key) => {
    const child = {
      before: childOf(before, key),
      after: childOf(after, key),
      before_sensitive: childOf(beforeSensitive, key),
      after_sensitive: childOf(afterSensitive, key),
    };
    return differingPaths(child, [...path, key]);
  });
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
    .map((step) => (/^[A-Za-z_][\w:/-]*$/.test(String(step)) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join("")
    .replace(/^\./, "");
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
  const it = value ?? "";
  return it === "" || (typeof it === "object" && Object.keys(it).length === 0);
}

/** Whether two JSON values are equal: the order of keys does not matter, that of lists does. */
export function isEqual(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}
