import { ExpressionError } from "./expression-error";
import { callFunction } from "./functions/call-function";
import { calculate } from "./operators";
import { parseTemplate } from "./parse-template";
import type { Expression, Template } from "./syntax";
import {
  finite,
  isList,
  isObject,
  kindOf,
  toBool,
  toList,
  toNumber,
  toObject,
  toText,
  type Value,
  wrongKind,
} from "./value";

/** Where references lead. */
export interface Scope {
  /**
   * Gives the value of a dotted path and how many of its names that took; the rest are attributes of the value.
   *
   * @throws ExpressionError when the reference leads nowhere or to what is not known.
   */
  resolve(path: readonly string[]): { readonly value: Value; readonly taken: number };
}

/**
 * Evaluates a string of the JSON syntax. A template that is one expression and nothing else keeps its kind;
 * any other gives a string.
 *
 * @throws ExpressionError, and never anything else.
 */
export function evaluateTemplate(text: string, scope: Scope): Value {
  return evaluateParts(parseTemplate(text), scope);
}

function evaluateParts(parts: Template, scope: Scope, item?: Value): Value {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined && only.kind !== "text") {
    return evaluate(only, scope, item);
  }
  return parts
    .map((part) => (part.kind === "text" ? part.text : toText(evaluate(part, scope, item))))
    .join("");
}

function evaluate(expression: Expression, scope: Scope, item?: Value): Value {
  const inner = (part: Expression) => evaluate(part, scope, item);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return evaluateParts(expression.parts, scope, item);
    case "list":
      return expression.items.map(inner);
    case "object":
      return Object.fromEntries(
        expression.entries.map(({ key, value }) => [toText(inner(key)), inner(value)]),
      );
    case "reference":
      return evaluateReference(expression.path, scope);
    case "attribute":
      return attributeOf(inner(expression.of), expression.name);
    case "index":
      return itemOf(inner(expression.of), inner(expression.key), expression.of.kind === "reference");
    case "splat":
      return evaluateSplat(inner(expression.of), (each) => evaluate(expression.each, scope, each));
    case "item":
      return item ?? null;
    case "call":
      return callFunction(expression.name, expression.args, inner);
    case "unary":
      return expression.operator === "!"
        ? !toBool(inner(expression.operand))
        : finite(-toNumber(inner(expression.operand)));
    case "binary":
      return calculate(
        expression.operator,
        () => inner(expression.left),
        () => inner(expression.right),
      );
    case "conditional":
      return evaluateConditional(expression, inner);
  }
}

function evaluateReference(path: readonly string[], scope: Scope): Value {
  const { value, taken } = scope.resolve(path);
  return path.slice(taken).reduce(attributeOf, value);
}

function attributeOf(value: Value, name: string): Value {
  const object = toObject(value);
  if (!Object.hasOwn(object, name)) {
    throw new ExpressionError(`there is no attribute \`${name}\``);
  }
  return object[name] ?? null;
}

/** @param isAttribute A block stands in the JSON as an object where Terraform's state has a list of one. */
function itemOf(value: Value, key: Value, isAttribute: boolean): Value {
  if (isObject(value)) {
    return isAttribute && key === 0 && !Object.hasOwn(value, "0") ? value : attributeOf(value, toText(key));
  }
  const list = toList(value);
  const index = toNumber(key);
  const item = list[index];
  if (item === undefined) {
    throw new ExpressionError(`there is no item ${index} in a list of ${list.length}`);
  }
  return item;
}

/** https://developer.hashicorp.com/terraform/language/expressions/splat#single-values-as-lists */
function evaluateSplat(value: Value, each: (item: Value) => Value): Value {
  if (value === null) {
    return [];
  }
  return (isList(value) ? value : [value]).map(each);
}

/** Both results get one kind: a string when only one of them is. */
function evaluateConditional(
  { condition, yes, no }: Extract<Expression, { kind: "conditional" }>,
  inner: (part: Expression) => Value,
): Value {
  const chosen = toBool(inner(condition));
  const value = inner(chosen ? yes : no);
  if (kindOf(value) !== "number" && kindOf(value) !== "bool") {
    return value;
  }
  const other = inner(chosen ? no : yes);
  if (other === null || kindOf(other) === kindOf(value)) {
    return value;
  }
  if (isList(other) || isObject(other)) {
    throw wrongKind(other, `one kind for both results of \`?\``);
  }
  return toText(value);
}
