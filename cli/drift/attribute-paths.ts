import { isDeepStrictEqual } from "node:util";
import type { PlannedChange } from "../terraform-plan";

/** Path of a value in a resource: names of attributes, keys of maps, indexes of lists. */
export type AttributePath = readonly (string | number)[];

/** The two values to compare, with Terraform's marks for secrets in them. */
type Comparison = Pick<PlannedChange, "before" | "after" | "before_sensitive" | "after_sensitive">;

/**
 * Returns the paths at which two values differ, as deep as possible. A list whose length changed is one path. A secret
 * is one path, regardless of its content. A missing value equals an empty value, because providers return either of
 * them.
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

/** Returns the paths with the mark `true`, for example in `after_unknown`. */
export function markedPaths(marks: unknown, path: AttributePath = []): readonly AttributePath[] {
  if (marks === true) {
    return [path];
  }
  if (typeof marks !== "object" || marks === null) {
    return [];
  }
  return keysOf(marks).flatMap((key) => markedPaths(childOf(marks, key), [...path, key]));
}

/** Returns the value at a path, or `undefined` if there is none. */
export function valueAt(value: unknown, path: AttributePath): unknown {
  return path.reduce<unknown>(childOf, value);
}

/** Returns whether two values are the same. A missing value equals an empty one. */
export function isSame(one: unknown, other: unknown): boolean {
  return differingPaths({ before: one, after: other }).length === 0;
}

/** Formats a path as Terraform does: `tags.Owner`, `rule[0].id`, `tags["a b"]`. */
export function writePath(path: AttributePath): string {
  return path
    .map((step) => (/^[A-Za-z_][\w:/-]*$/.test(String(step)) ? `.${step}` : `[${JSON.stringify(step)}]`))
    .join("")
    .replace(/^\./, "");
}

/** Returns the keys to compare one by one, or `undefined` if the values are compared as a whole. */
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

/** Returns whether two JSON values are equal. The order of list items matters, but the order of keys does not. */
export function isEqual(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(one ?? null, other ?? null);
}
