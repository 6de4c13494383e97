import { ExpressionError } from "../expression-error";
import {
  compareTexts,
  isList,
  isObject,
  isSame,
  toList,
  toNumber,
  toObject,
  toText,
  type Value,
  wrongKind,
} from "../value";
import { distinct, toSet } from "./conversions";
import { binary, type FunctionTable, ternary, unary, variadic } from "./function-table";
import { graphemes } from "./texts";

/** https://developer.hashicorp.com/terraform/language/functions: the collection functions. */
export const collectionFunctions: FunctionTable = {
  coalesce: variadic(1, (args) => {
    const found = args.find((value) => value !== null && value !== "");
    return found ?? fail("all arguments are null or empty");
  }),
  compact: unary((list) => toList(list).filter((item) => item !== null && item !== "")),
  concat: variadic(1, (lists) => lists.flatMap(toList)),
  contains: binary((list, wanted) => toList(list).some((item) => isSame(item, wanted))),
  distinct: unary((list) => distinct(toList(list))),
  element: binary((list, index) => elementAt(toList(list), toNumber(index))),
  flatten: unary((list) => flatten(toList(list))),
  keys: unary((object) => sortedKeys(object)),
  length: unary(lengthOf),
  lookup: {
    counts: [2, 3],
    apply: (object = null, key = null, ...fallback) => lookup(toObject(object), toText(key), fallback),
  },
  merge: variadic(0, (objects) =>
    Object.fromEntries(
      objects.flatMap((object) => (object === null ? [] : Object.entries<Value>(toObject(object)))),
    ),
  ),
  one: unary((list) => one(toList(list))),
  reverse: unary((list) => [...toList(list)].reverse()),
  slice: ternary((list, start, end) => slice(toList(list), toNumber(start), toNumber(end))),
  sort: unary((list) => toList(list).map(toText).sort(compareTexts)),
  setunion: variadic(1, (sets) => toSet(sets.flatMap(toList))),
  values: unary((object) => sortedKeys(object).map((key) => toObject(object)[key] ?? null)),
  zipmap: binary((keys, values) => zip(toList(keys).map(toText), toList(values))),
};

function fail(reason: string): never {
  throw new ExpressionError(reason);
}

/** Goes round at the end of the list. */
function elementAt(list: readonly Value[], index: number): Value {
  if (list.length === 0) {
    return fail("the list is empty");
  }
  return list.at(Math.trunc(index) % list.length) ?? null;
}

function flatten(list: readonly Value[]): Value[] {
  return list.flatMap((item) => (isList(item) ? flatten(item) : [item]));
}

function sortedKeys(object: Value): string[] {
  return Object.keys(toObject(object)).sort(compareTexts);
}

function lengthOf(value: Value): number {
  if (typeof value === "string") {
    return graphemes(value).length;
  }
  if (isList(value)) {
    return value.length;
  }
  if (isObject(value)) {
    return Object.keys(value).length;
  }
  throw wrongKind(value, "a string, list or object");
}

function lookup(object: { readonly [key: string]: Value }, key: string, [fallback]: readonly Value[]): Value {
  if (Object.hasOwn(object, key)) {
    return object[key] ?? null;
  }
  return fallback === undefined ? fail(`there is no key \`${key}\``) : fallback;
}

function one(list: readonly Value[]): Value {
  return list.length > 1 ? fail(`a list of ${list.length} has not one item`) : (list[0] ?? null);
}

function slice(list: readonly Value[], start: number, end: number): Value {
  const fits = start >= 0 && start <= end && end <= list.length;
  return fits ? list.slice(start, end) : fail(`${start} to ${end} is not within a list of ${list.length}`);
}

function zip(keys: readonly string[], values: readonly Value[]): Value {
  if (keys.length !== values.length) {
    return fail(`there are ${keys.length} keys for ${values.length} values`);
  }
  return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? null]));
}
