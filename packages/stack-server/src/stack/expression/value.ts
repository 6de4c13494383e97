import { ExpressionError } from "./expression-error";

/** The value of an expression, as a JSON value. Sets are lists. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Returns whether the value is a list, tuple or set. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Returns whether the value is an object or map. */
export function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !isList(value);
}

/** Converts a value to a string. @throws ExpressionError for null, a list or an object */
export function toText(value: Value): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      return numberText(value);
    case "boolean":
      return String(value);
    default:
      throw wrongKind(value, "a string");
  }
}

/** Converts a value to a number. @throws ExpressionError unless it is a number or a numeric string */
export function toNumber(value: Value): number {
  if (typeof value === "number") {
    return value;
  }
  if (typeof value === "string" && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    return Number(value);
  }
  throw wrongKind(value, "a number");
}

/** Converts a value to a boolean. @throws ExpressionError unless it is true or false, as a boolean or a string */
export function toBool(value: Value): boolean {
  if (value === true || value === "true") {
    return true;
  }
  if (value === false || value === "false") {
    return false;
  }
  throw wrongKind(value, "true or false");
}

/** Returns a list. @throws ExpressionError for any other value */
export function toList(value: Value): readonly Value[] {
  if (isList(value)) {
    return value;
  }
  throw wrongKind(value, "a list");
}

/** Returns an object. @throws ExpressionError for any other value */
export function toObject(value: Value): { readonly [key: string]: Value } {
  if (isObject(value)) {
    return value;
  }
  throw wrongKind(value, "an object");
}

/** Returns the error for a value of an unexpected kind. It names only the kind, since the value may be a secret. */
export function wrongKind(value: Value, expected: string): ExpressionError {
  const kind = value === null ? "null" : isList(value) ? "a list" : kinds[typeof value];
  return new ExpressionError(`expected ${expected}, received ${kind}`);
}

const kinds: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  boolean: "a bool",
  object: "an object",
};

/** Formats a number without an exponent, as Terraform does. */
function numberText(number: number): string {
  const text = String(number);
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(text) ?? [];
  if (exponent === undefined) {
    return text;
  }
  const shift = Number(exponent);
  return shift > 0
    ? `${sign}${whole}${fraction.padEnd(shift, "0")}`
    : `${sign}0.${"0".repeat(-shift - 1)}${whole}${fraction}`;
}
