import { compileJsonPath } from "./json-path";

/** What a selection expression may look at. */
export interface SelectionInput {
  /** The parsed JSON body; `undefined` when there is none. */
  readonly body: unknown;
  /** The backend's status code, in integration responses. */
  readonly statusCode?: number;
}

/** A compiled expression: gives a key, or `undefined` when it leads nowhere. */
export type SelectionExpression = (input: SelectionInput) => string | undefined;

/**
 * Compiles a selection expression: `$request.body.action`, `${request.body.type}`, several joined
 * (`${request.body.a}/${request.body.b}`), `$integration.response.statuscode`, or a static text such as `200`
 * or `\$default`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 *
 * @throws Error for a variable that is not served.
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
  return (input) => {
    let key = "";
    for (const part of parts) {
      const text = part(input);
      if (text === undefined) {
        return undefined;
      }
      key += text;
    }
    return key;
  };
}

const bodyExpression = "request.body";

function compileVariable(variable: string, expression: string): SelectionExpression {
  if (variable === "integration.response.statuscode") {
    return ({ statusCode }) => statusCode?.toString();
  }
  if (!variable.startsWith(bodyExpression) || !/^($|[.[])/.test(variable.slice(bodyExpression.length))) {
    throw new Error(
      `The selection expression ${expression} looks at "${variable}"; served are request.body and integration.response.statuscode.`,
    );
  }
  const path = compileJsonPath(variable.slice(bodyExpression.length));
  return ({ body }) => asKey(path(body));
}

/**
 * Converts what an expression finds to a key: a scalar to its text, a list to `[item1, item2]`. A missing value or
 * null is no key (assumed). Nor is an object or a list that holds objects or lists: nobody could have written their
 * text as a route key, and a client decides how deep they are nested and what their `toString` is.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html#apigateway-websocket-api-route-selection-expressions
 */
function asKey(value: unknown): string | undefined {
  if (!Array.isArray(value)) {
    return value === null ? undefined : scalarText(value);
  }
  const items: string[] = [];
  for (const item of value) {
    const text = scalarText(item);
    if (text === undefined) {
      return undefined;
    }
    items.push(text);
  }
  return `[${items.join(", ")}]`;
}

/** The text of a JSON value without parts; undefined for an object and a list. */
function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
      return String(value);
    default:
      return value === null ? "null" : undefined;
  }
}
