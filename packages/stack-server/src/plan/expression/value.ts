import { ExpressionError } from "./expression-error";

/** What an expression gives: JSON's kinds of values. Sets are lists without duplicates, in Terraform's order. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Terraform's name for the kind of a value. */
export function kindOf(value: Value): "string" | "number" | "bool" | "null" | "list" | "object" {
  if (value === null) {
    return "null";
  }
  if (isList(value)) {
    return "list";
  }
  return typeof value === "boolean" ? "bool" : (typeof value as "string" | "number" | "object");
}

/** Tells whether the value is a list, tuple or set. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Tells whether the value is an object or map. */
export function isObject(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === "object" && value !== null && !isList(value);
}

/** @throws ExpressionError when the value has no text (null, a list, an object). */
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

/** @throws ExpressionError when the value is no number and no text of one. */
export function toNumber(value: Value): number {
  if (typeof value === "number") {
    return value;
  }
  if (typeof value === "string" && /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) {
    return finite(Number(value));
  }
  throw wrongKind(value, "a number");
}

/** @throws ExpressionError when the value is neither true nor false, nor a text of one of them. */
export function toBool(value: Value): boolean {
  if (value === true || value === "true") {
    return true;
  }
  if (value === false || value === "false") {
    return false;
  }
  throw wrongKind(value, "true or false");
}

/** @throws ExpressionError when the value is no list. */
export function toList(value: Value): readonly Value[] {
  if (isList(value)) {
    return value;
  }
  throw wrongKind(value, "a list");
}

/** @throws ExpressionError when the value is no object. */
export function toObject(value: Value): { readonly [key: string]: Value } {
  if (isObject(value)) {
    return value;
  }
  throw wrongKind(value, "an object");
}

/** @throws ExpressionError when a calculation left the range of numbers. */
export function finite(number: number): number {
  if (!Number.isFinite(number)) {
    throw new ExpressionError(`the result ${number} is not a number that can be written`);
  }
  return number === 0 ? 0 : number;
}

/** Same kind and same content, as Terraform's `==` has it. */
export function isSame(left: Value, right: Value): boolean {
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((value, index) => isSame(value, right[index] ?? null));
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null))
    );
  }
  return left === right;
}

/** Orders texts by their UTF-8 bytes, as Go does. */
export function compareTexts(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** An error's words for a value that has another kind than is wanted; the value itself may be a secret. */
export function wrongKind(value: Value, wanted: string): ExpressionError {
  return new ExpressionError(`${wanted} is wanted, the value is ${KIND_WORDS[kindOf(value)]}`);
}

const KIND_WORDS = {
  string: "a string",
  number: "a number",
  bool: "a bool",
  null: "null",
  list: "a list",
  object: "an object",
} as const;

/** Terraform never writes an exponent. */
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
