import { compareTexts, isSame, toBool, toList, toNumber, toObject, toText, type Value } from "../value";
import { type FunctionTable, unary } from "./function-table";

/** https://developer.hashicorp.com/terraform/language/functions: the type conversions. */
export const conversionFunctions: FunctionTable = {
  nonsensitive: unary((value) => value),
  sensitive: unary((value) => value),
  tobool: unary((value) => (value === null ? null : toBool(value))),
  tolist: unary((value) => unify(toList(value))),
  tomap: unary((value) => toObject(value)),
  tonumber: unary((value) => (value === null ? null : toNumber(value))),
  toset: unary((value) => toSet(toList(value))),
  tostring: unary((value) => (value === null ? null : toText(value))),
};

/** The items once each; texts in the order of their bytes, as Terraform walks through a set. */
export function toSet(list: readonly Value[]): readonly Value[] {
  const items = distinct(unify(list));
  return items.every((item) => typeof item === "string") ? items.sort(compareTexts) : items;
}

/** The items in order, each only where it stands first. */
export function distinct(list: readonly Value[]): Value[] {
  return list.filter((item, index) => list.findIndex((other) => isSame(item, other)) === index);
}

/** The items of a list have one kind: strings, when one is a string. */
function unify(list: readonly Value[]): readonly Value[] {
  const mixed =
    list.some((item) => typeof item === "string") &&
    list.every((item) => typeof item !== "object" || item === null);
  return mixed ? list.map((item) => (item === null ? null : toText(item))) : list;
}
