import { parseQuoted } from "./parse-quoted";
import type { Scanner } from "./scanner";
import { BINARY_OPERATORS, type Expression } from "./syntax";

/** Reads one expression and stops behind it. @throws ExpressionError */
export function parseExpression(scanner: Scanner): Expression {
  const condition = parseBinary(scanner, 0);
  scanner.skipBlanks();
  if (!scanner.takes("?")) {
    return condition;
  }
  const yes = scanner.nested(() => parseExpression(scanner));
  scanner.skipBlanks();
  scanner.expect(":");
  const no = scanner.nested(() => parseExpression(scanner));
  return { kind: "conditional", condition, yes, no };
}

function parseBinary(scanner: Scanner, row: number): Expression {
  const operators = BINARY_OPERATORS[row];
  if (operators === undefined) {
    return parseUnary(scanner);
  }
  let left = parseBinary(scanner, row + 1);
  for (;;) {
    scanner.skipBlanks();
    const operator = operators.find((candidate) => scanner.takes(candidate));
    if (operator === undefined) {
      return left;
    }
    scanner.countStep();
    left = { kind: "binary", operator, left, right: parseBinary(scanner, row + 1) };
  }
}

function parseUnary(scanner: Scanner): Expression {
  scanner.skipBlanks();
  for (const operator of ["!", "-"] as const) {
    if (scanner.takes(operator)) {
      return { kind: "unary", operator, operand: scanner.nested(() => parseUnary(scanner)) };
    }
  }
  return parseSteps(scanner, parseTerm(scanner));
}

/** What follows a term: `.name`, `.0`, `[key]`, `[*]`, `.*`. */
function parseSteps(scanner: Scanner, start: Expression): Expression {
  let expression = start;
  for (;;) {
    scanner.countStep();
    if (scanner.takes("[*]") || scanner.takes(".*")) {
      const each = scanner.nested(() => parseSteps(scanner, { kind: "item" }));
      return { kind: "splat", of: expression, each };
    }
    if (scanner.takes("[")) {
      const key = scanner.nested(() => parseExpression(scanner));
      scanner.skipBlanks();
      scanner.expect("]");
      expression = { kind: "index", of: expression, key };
    } else if (!scanner.sees("...") && scanner.takes(".")) {
      expression = parseDotStep(scanner, expression);
    } else {
      return expression;
    }
  }
}

function parseDotStep(scanner: Scanner, of: Expression): Expression {
  const digits = scanner.match(/\d+/y);
  if (digits !== undefined) {
    return { kind: "index", of, key: { kind: "literal", value: Number(digits) } };
  }
  const name = scanner.match(IDENTIFIER);
  if (name === undefined) {
    throw scanner.error("a name is wanted");
  }
  return of.kind === "reference"
    ? { kind: "reference", path: [...of.path, name] }
    : { kind: "attribute", of, name };
}

function parseTerm(scanner: Scanner): Expression {
  if (scanner.takes('"')) {
    return parseQuoted(scanner, parseExpression);
  }
  if (scanner.takes("(")) {
    const inner = scanner.nested(() => parseExpression(scanner));
    scanner.skipBlanks();
    scanner.expect(")");
    return inner;
  }
  if (scanner.takes("[")) {
    refuseFor(scanner);
    return { kind: "list", items: scanner.nested(() => parseItems(scanner, "]")) };
  }
  if (scanner.takes("{")) {
    refuseFor(scanner);
    return scanner.nested(() => parseObject(scanner));
  }
  const digits = scanner.match(/\d+(\.\d+)?([eE][+-]?\d+)?/y);
  if (digits !== undefined) {
    return { kind: "literal", value: finiteLiteral(scanner, digits) };
  }
  const name = scanner.match(IDENTIFIER);
  if (name === undefined) {
    throw scanner.error("a value is wanted");
  }
  if (scanner.takes("(")) {
    return { kind: "call", name, args: scanner.nested(() => parseItems(scanner, ")")) };
  }
  return KEYWORDS.get(name) ?? { kind: "reference", path: [name] };
}

/** https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#identifiers: letters, digits, `_` and `-`. */
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

const KEYWORDS: ReadonlyMap<string, Expression> = new Map(
  (
    [
      ["true", true],
      ["false", false],
      ["null", null],
    ] as const
  ).map(([name, value]) => [name, { kind: "literal", value }]),
);

function finiteLiteral(scanner: Scanner, digits: string): number {
  const number = Number(digits);
  if (!Number.isFinite(number)) {
    throw scanner.error("the number is too large: it ends");
  }
  return number;
}

function refuseFor(scanner: Scanner): void {
  scanner.skipBlanks();
  if (scanner.match(/for\s/y) !== undefined) {
    throw scanner.error("`for` expressions are not evaluated by the local run: one stands");
  }
}

function parseItems(scanner: Scanner, end: string): Expression[] {
  const items: Expression[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.takes(end)) {
      return items;
    }
    items.push(parseExpression(scanner));
    scanner.skipBlanks();
    if (scanner.sees("...")) {
      throw scanner.error("`...` arguments are not evaluated by the local run: one stands");
    }
    if (!scanner.takes(",") && !scanner.sees(end)) {
      throw scanner.error(`\`,\` or \`${end}\` is wanted`);
    }
  }
}

function parseObject(scanner: Scanner): Expression {
  const entries: { key: Expression; value: Expression }[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.takes("}")) {
      return { kind: "object", entries };
    }
    const computed = scanner.sees("(");
    const name = parseBinary(scanner, 0);
    const key: Expression =
      name.kind === "reference" && name.path.length === 1 && !computed
        ? { kind: "literal", value: name.path[0] ?? "" }
        : name;
    scanner.skipBlanks();
    if (!scanner.takes("=") && !scanner.takes(":")) {
      throw scanner.error("`=` is wanted");
    }
    entries.push({ key, value: parseExpression(scanner) });
    const broken = scanner.match(/[ \t\r]*\n\s*/y) !== undefined;
    scanner.skipBlanks();
    if (!scanner.takes(",") && !scanner.sees("}") && !broken) {
      throw scanner.error("`,` or `}` is wanted");
    }
  }
}
