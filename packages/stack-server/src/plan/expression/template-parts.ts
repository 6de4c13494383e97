import type { Scanner } from "./scanner";
import type { Expression, Template, TemplatePart } from "./syntax";

/**
 * Reads literal text and interpolations.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 *
 * @param readCharacter Gives the next piece of literal text, or `undefined` at the end of the template.
 */
export function parseTemplateParts(
  scanner: Scanner,
  parseExpression: (scanner: Scanner) => Expression,
  readCharacter: () => string | undefined,
): Template {
  const parts: TemplatePart[] = [];
  let text = "";
  const endText = () => {
    if (text !== "") {
      parts.push({ kind: "text", text });
      text = "";
    }
  };
  for (;;) {
    if (scanner.takes("$${")) {
      text += "${";
    } else if (scanner.takes("%%{")) {
      text += "%{";
    } else if (scanner.sees("%{")) {
      throw scanner.error("template directives (`%{ … }`) are not evaluated by the local run: they stand");
    } else if (scanner.takes("${")) {
      endText();
      parts.push(parseInterpolation(scanner, parseExpression));
    } else {
      const character = readCharacter();
      if (character === undefined) {
        endText();
        return parts;
      }
      text += character;
    }
  }
}

function parseInterpolation(scanner: Scanner, parseExpression: (scanner: Scanner) => Expression): Expression {
  if (scanner.sees("~")) {
    throw scanner.error("strip markers (`~`) are not evaluated by the local run: one stands");
  }
  const expression = scanner.nested(() => parseExpression(scanner));
  scanner.skipBlanks();
  scanner.expect("}");
  return expression;
}
