import { ExpressionError } from "./expression-error";
import type { BinaryOperator } from "./syntax";
import { finite, isSame, toBool, toNumber, type Value } from "./value";

/** Applies an operator; `&&` and `||` evaluate their right side only when it counts. @throws ExpressionError */
export function calculate(operator: BinaryOperator, left: () => Value, right: () => Value): Value {
  switch (operator) {
    case "||":
      return toBool(left()) || toBool(right());
    case "&&":
      return toBool(left()) && toBool(right());
    case "==":
      return isSame(left(), right());
    case "!=":
      return !isSame(left(), right());
    default:
      return calculateNumbers(operator, toNumber(left()), toNumber(right()));
  }
}

function calculateNumbers(
  operator: Exclude<BinaryOperator, "||" | "&&" | "==" | "!=">,
  left: number,
  right: number,
): Value {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
    case "+":
      return finite(left + right);
    case "-":
      return finite(left - right);
    case "*":
      return finite(left * right);
    case "/":
    case "%":
      if (right === 0) {
        throw new ExpressionError("a division by zero");
      }
      return finite(operator === "/" ? left / right : left % right);
  }
}
