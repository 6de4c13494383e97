import { ExpressionError } from "./expression-error";
import { isList, isObject, toList, toNumber, toObject, toText, type Value, wrongKind } from "./value";

/** A Terraform function: minimum and maximum number of arguments, and its implementation. */
type TerraformFunction = readonly [least: number, most: number, apply: (...args: Value[]) => Value];

const any = Number.POSITIVE_INFINITY;

/** Supported functions, by name: https://developer.hashicorp.com/terraform/language/functions */
const functions: ReadonlyMap<string, TerraformFunction> = new Map<string, TerraformFunction>([
  ["base64encode", [1, 1, (text) => Buffer.from(toText(text)).toString("base64")]],
  ["concat", [1, any, (...lists) => lists.flatMap(toList)]],
  ["element", [2, 2, (list, index) => elementAt(toList(list), toNumber(index))]],
  ["join", [2, any, (separator, ...lists) => lists.flatMap(toList).map(toText).join(toText(separator))]],
  ["jsondecode", [1, 1, (text) => decodeJson(toText(text))]],
  ["jsonencode", [1, 1, encodeJson]],
  ["keys", [1, 1, (object) => sortedKeys(toObject(object))]],
  ["length", [1, 1, (value) => sizeOf(value)]],
  ["lookup", [2, 3, (object, key, fallback) => lookUp(toObject(object), toText(key), fallback)]],
  ["lower", [1, 1, (text) => toText(text).toLowerCase()]],
  ["merge", [0, any, (...objects) => Object.fromEntries(objects.flatMap(entriesOf))]],
  ["split", [2, 2, (separator, text) => toText(text).split(toText(separator))]],
  ["tolist", [1, 1, (list) => unify(toList(list))]],
  ["tostring", [1, 1, (value) => (value === null ? null : toText(value))]],
  ["trimsuffix", [2, 2, (text, suffix) => trimSuffix(toText(text), toText(suffix))]],
  ["upper", [1, 1, (text) => toText(text).toUpperCase()]],
]);

/** Names of the supported Terraform functions. */
export const functionNames: readonly string[] = [...functions.keys()];

/**
 * Returns a Terraform function. The function throws an ExpressionError for invalid arguments.
 *
 * @throws ExpressionError for an unknown function
 */
export function functionNamed(name: string): (args: readonly Value[]) => Value {
  const [least, most, apply] = functions.get(name) ?? [];
  if (least === undefined || most === undefined || apply === undefined) {
    throw new ExpressionError(`the function \`${name}\` is not supported`);
  }
  return (args) => {
    if (args.length < least || args.length > most) {
      const range = most === any ? `at least ${least}` : `${least} to ${most}`;
      const expected = least === most ? least : range;
      throw new ExpressionError(
        `wrong number of arguments for the function \`${name}\`: expected ${expected}, received ${args.length}`,
      );
    }
    try {
      return apply(...args);
    } catch (cause) {
      throw new ExpressionError(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
    }
  };
}

/** Returns an item. After the end of the list, the index continues at the start. */
function elementAt(list: readonly Value[], index: number): Value {
  const item = list.at(Math.trunc(index) % list.length);
  if (item === undefined) {
    throw new ExpressionError("the list is empty");
  }
  return item;
}

function decodeJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    throw new ExpressionError("expected JSON", { cause });
  }
}

/**
 * Encodes JSON as Terraform does: with sorted keys, and with `<`, `>`, `&`, U+2028 and U+2029 escaped.
 * https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function encodeJson(value: Value): string {
  if (isList(value)) {
    return `[${value.map(encodeJson).join(",")}]`;
  }
  if (isObject(value)) {
    return `{${sortedKeys(value).map((key) => `${encodeText(key)}:${encodeJson(value[key] ?? null)}`)}}`;
  }
  if (value === null) {
    return "null";
  }
  return typeof value === "string" ? encodeText(value) : toText(value);
}

function encodeText(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Sorts by UTF-8 bytes, as Go does. */
function sortedKeys(object: { readonly [key: string]: Value }): string[] {
  return Object.keys(object).sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

/** Terraform counts grapheme clusters, which are what a reader sees as characters. */
function sizeOf(value: Value): number {
  if (typeof value === "string") {
    return [...new Intl.Segmenter("en").segment(value)].length;
  }
  if (isList(value) || isObject(value)) {
    return Object.keys(value).length;
  }
  throw wrongKind(value, "a string, list or object");
}

function lookUp(object: { readonly [key: string]: Value }, key: string, fallback: Value | undefined): Value {
  const found = Object.hasOwn(object, key) ? object[key] : fallback;
  if (found === undefined) {
    throw new ExpressionError(`there is no key \`${key}\``);
  }
  return found;
}

function entriesOf(object: Value): [string, Value][] {
  return object === null ? [] : Object.entries<Value>(toObject(object));
}

/** Converts all items to strings if one is a string, because all items of a list must have the same kind. */
function unify(list: readonly Value[]): readonly Value[] {
  const isText = list.some((item) => typeof item === "string");
  return isText ? list.map((item) => (typeof item === "object" ? item : toText(item))) : list;
}

function trimSuffix(text: string, suffix: string): string {
  return suffix !== "" && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
}
