import type { Value } from "../value";

/** A function of Terraform: https://developer.hashicorp.com/terraform/language/functions */
export interface TerraformFunction {
  /** The least and the most arguments that it takes. */
  readonly counts: readonly [least: number, most: number];
  /** @throws ExpressionError when an argument is not what it wants. */
  readonly apply: (...args: Value[]) => Value;
}

/** Functions by name. */
export type FunctionTable = Readonly<Record<string, TerraformFunction>>;

/** A function of exactly one argument. */
export function unary(apply: (argument: Value) => Value): TerraformFunction {
  return { counts: [1, 1], apply: (argument = null) => apply(argument) };
}

/** A function of exactly two arguments. */
export function binary(apply: (first: Value, second: Value) => Value): TerraformFunction {
  return { counts: [2, 2], apply: (first = null, second = null) => apply(first, second) };
}

/** A function of exactly three arguments. */
export function ternary(apply: (first: Value, second: Value, third: Value) => Value): TerraformFunction {
  return {
    counts: [3, 3],
    apply: (first = null, second = null, third = null) => apply(first, second, third),
  };
}

/** A function of as many arguments as one likes, `least` or more. */
export function variadic(least: number, apply: (args: readonly Value[]) => Value): TerraformFunction {
  return { counts: [least, Number.POSITIVE_INFINITY], apply: (...args) => apply(args) };
}
