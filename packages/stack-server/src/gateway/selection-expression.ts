import { compileJsonPath } from "./json-path";

/** Inputs of a selection expression. */
export interface SelectionInput {
  /** The parsed JSON body; `undefined` if there is none. */
  readonly body: unknown;
  /** Status code of the backend, in integration responses. */
  readonly statusCode?: number;
}

/** A compiled expression. Returns a key, or `undefined` if the value is missing. */
export type SelectionExpression = (input: SelectionInput) => string | undefined;

/**
 * Compiles a selection expression: `$request.body.action`, `${request.body.type}`, several variables
 * (`${request.body.a}/${request.body.b}`), `$integration.response.statuscode`, or a static text such as `200` or
 * `\$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 *
 * @throws Error for an unsupported variable
 */
export function compileSelectionExpression(expression: string): SelectionExpression {
  if (expression.startsWith("\\$") || expression === "$default") {
    const text = expression.replace(/^\\/, "");
    return () => text;
  }
  if (expression.startsWith("$") && !expression.startsWith("${")) {
    return compileVariable(expression.slice(1), expression);
  }
  const parts = expression.split(/(\$\{[^}]*\})/).map((part): SelectionExpression => {
    return part.startsWith("${") ? compileVariable(part.slice(2, -1), expression) : () => part;
  });
  return (input) => allOf(parts.map((part) => part(input)))?.join("");
}

function allOf(texts: readonly (string | undefined)[]): readonly string[] | undefined {
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

const bodyExpression = "request.body";

function compileVariable(variable: string, expression: string): SelectionExpression {
  if (variable === "integration.response.statuscode") {
    return ({ statusCode }) => statusCode?.toString();
  }
  if (!variable.startsWith(bodyExpression) || !/^($|[.[])/.test(variable.slice(bodyExpression.length))) {
    throw new Error(
      `The selection expression ${expression} uses the unsupported variable "${variable}". Use request.body or integration.response.statuscode.`,
    );
  }
  const path = compileJsonPath(variable.slice(bodyExpression.length));
  return ({ body }) => asKey(path(body));
}

/**
 * Converts the selected value to a key: a scalar to its text, a list to `[item1, item2]`. Assumed: a missing value,
 * null, an object, and a list that contains objects or lists give no key. No route key could be the text of an object,
 * and clients control its depth and its `toString`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions
 */
function asKey(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const items = allOf(value.map((item) => (item === null ? "null" : scalarText(item))));
    return items && `[${items.join(", ")}]`;
  }
  return scalarText(value);
}

/** Returns the text of a JSON string, number or boolean. */
function scalarText(value: unknown): string | undefined {
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined;
}
