import type { Scanner } from "./scanner";
import type { Expression } from "./syntax";
import { parseTemplateParts } from "./template-parts";

/** Reads the rest of a quoted template, behind its first `"`. @throws ExpressionError */
export function parseQuoted(scanner: Scanner, parseExpression: (scanner: Scanner) => Expression): Expression {
  const parts = parseTemplateParts(scanner, parseExpression, () => {
    if (scanner.takes('"')) {
      return undefined;
    }
    if (scanner.sees("\n")) {
      throw scanner.error("a string is not closed on its line: it ends");
    }
    return scanner.takes("\\") ? parseEscape(scanner) : scanner.character();
  });
  return { kind: "template", parts };
}

function parseEscape(scanner: Scanner): string {
  const hexadecimal = scanner.match(/u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
  if (hexadecimal !== undefined) {
    const codePoint = Number.parseInt(hexadecimal.slice(1), 16);
    if (codePoint <= 0x10ffff) {
      return String.fromCodePoint(codePoint);
    }
    throw scanner.error("there is no such character: its escape ends");
  }
  const escaped = ESCAPES.get(scanner.character());
  if (escaped === undefined) {
    throw scanner.error("an unknown escape ends");
  }
  return escaped;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);
