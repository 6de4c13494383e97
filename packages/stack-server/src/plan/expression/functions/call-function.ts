import { BrokenReferenceError, ExpressionError } from "../expression-error";
import type { Expression } from "../syntax";
import type { Value } from "../value";
import { collectionFunctions } from "./collections";
import { conversionFunctions } from "./conversions";
import { encodingFunctions } from "./encodings";
import type { TerraformFunction } from "./function-table";
import { numberFunctions } from "./numbers";
import { textFunctions } from "./texts";

const functions: ReadonlyMap<string, TerraformFunction> = new Map(
  Object.entries({
    ...textFunctions,
    ...numberFunctions,
    ...collectionFunctions,
    ...conversionFunctions,
    ...encodingFunctions,
  }),
);

/** The functions of Terraform that are evaluated, sorted. */
export const functionNames: readonly string[] = [...functions.keys()].sort();

/** @throws ExpressionError when the function is not known here, or its arguments are not what it wants. */
export function callFunction(
  name: string,
  args: readonly Expression[],
  evaluate: (expression: Expression) => Value,
): Value {
  const called = functions.get(name);
  if (called === undefined) {
    throw new ExpressionError(`the local run does not evaluate the function \`${name}\``);
  }
  const [least, most] = called.counts;
  if (args.length < least || args.length > most) {
    const wanted =
      least === most ? `${least}` : `${least} to ${most === Number.POSITIVE_INFINITY ? "any" : most}`;
    throw new ExpressionError(`the function \`${name}\` wants ${wanted} arguments, it has ${args.length}`);
  }
  try {
    return called.apply(...args.map(evaluate));
  } catch (error) {
    if (error instanceof BrokenReferenceError) {
      throw error;
    }
    throw new ExpressionError(`${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
