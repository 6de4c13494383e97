import { ExpressionError } from "../expression-error";
import { compareTexts, isList, isObject, toText, type Value } from "../value";

/**
 * JSON as Terraform writes it: keys sorted, and `<`, `>`, `&`, U+2028 and U+2029 as escapes.
 * https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function encodeJson(value: Value): string {
  if (isList(value)) {
    return `[${value.map(encodeJson).join(",")}]`;
  }
  if (isObject(value)) {
    const keys = Object.keys(value).sort(compareTexts);
    return `{${keys.map((key) => `${encodeText(key)}:${encodeJson(value[key] ?? null)}`).join(",")}}`;
  }
  if (value === null) {
    return "null";
  }
  return typeof value === "string" ? encodeText(value) : toText(value);
}

/** @throws ExpressionError when the text is no JSON. */
export function decodeJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (cause) {
    throw new ExpressionError("the text is not JSON", { cause });
  }
}

function encodeText(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
