import { ExpressionError } from "../expression-error";
import { finite, toList, toNumber, type Value } from "../value";
import { type FunctionTable, unary, variadic } from "./function-table";

/** https://developer.hashicorp.com/terraform/language/functions: the numeric functions. */
export const numberFunctions: FunctionTable = {
  abs: unary((number) => Math.abs(toNumber(number))),
  ceil: unary((number) => finite(Math.ceil(toNumber(number)))),
  floor: unary((number) => finite(Math.floor(toNumber(number)))),
  max: variadic(1, (numbers) => Math.max(...numbers.map(toNumber))),
  min: variadic(1, (numbers) => Math.min(...numbers.map(toNumber))),
  sum: unary((list) => sum(toList(list))),
};

function sum(list: readonly Value[]): number {
  if (list.length === 0) {
    throw new ExpressionError("the list is empty");
  }
  return finite(list.reduce<number>((total, number) => total + toNumber(number), 0));
}
