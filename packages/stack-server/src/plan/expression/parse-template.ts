import { parseExpression } from "./parse-expression";
import { Scanner } from "./scanner";
import type { Template } from "./syntax";
import { parseTemplateParts } from "./template-parts";

/**
 * Reads a string of Terraform's JSON syntax: every one is a template.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 *
 * @throws ExpressionError when it is wrong or uses what is not read here (directives, `for`, heredocs).
 */
export function parseTemplate(text: string): Template {
  const scanner = new Scanner(text);
  return parseTemplateParts(scanner, parseExpression, () =>
    scanner.atEnd ? undefined : scanner.character(),
  );
}
