import { ExpressionError } from "./expression-error";
import { functionNamed } from "./functions";
import { Scanner } from "./scanner";
import { isObject, toList, toNumber, toText, type Value } from "./value";

/** Resolves references. */
export interface Scope {
  /**
   * Resolves a dotted path. Returns the value and the number of names that it consumed. The remaining names are
   * attributes of the value.
   *
   * @throws ExpressionError when the reference has no target, or its value is unknown
   */
  resolve(path: readonly string[]): { readonly value: Value; readonly taken: number };
}

/**
 * Evaluates a string in Terraform's JSON syntax. Every string is a template. A template that consists of one `${…}`
 * keeps the kind of its value. Any other template becomes a string.
 * https://developer.hashicorp.com/terraform/language/syntax/json#expression-mapping
 *
 * @throws only ExpressionError
 */
export function evaluateTemplate(text: string, scope: Scope): Value {
  const scanner = new Scanner(text);
  return evaluateParts(scanner, scope, () => (scanner.atEnd ? undefined : scanner.character()));
}

/**
 * Reads literal text and interpolations.
 * https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 *
 * @param readCharacter Returns the next piece of literal text, or `undefined` at the end of the template.
 */
function evaluateParts(scanner: Scanner, scope: Scope, readCharacter: () => string | undefined): Value {
  const parts: Value[] = [];
  let text = "";
  const endText = () => {
    if (text !== "") {
      parts.push(text);
      text = "";
    }
  };
  for (;;) {
    if (scanner.takes("$${")) {
      text += "${";
    } else if (scanner.takes("%%{")) {
      text += "%{";
    } else if (scanner.takes("%{")) {
      throw unsupported(scanner, "%{");
    } else if (scanner.takes("${")) {
      endText();
      parts.push(evaluateExpression(scanner, scope));
      scanner.expect("}");
    } else {
      const character = readCharacter();
      if (character === undefined) {
        endText();
        const [only] = parts;
        return parts.length === 1 && only !== undefined ? only : parts.map(toText).join("");
      }
      text += character;
    }
  }
}

/** Evaluates one expression and stops after it. */
function evaluateExpression(scanner: Scanner, scope: Scope): Value {
  return scanner.nested(() => {
    scanner.skipBlanks();
    refuseUnsupported(scanner);
    let value = evaluateTerm(scanner, scope);
    while (!scanner.sees("...")) {
      if (scanner.takes("[")) {
        value = itemOf(value, evaluateExpression(scanner, scope));
        scanner.expect("]");
      } else if (scanner.takes(".")) {
        refuseUnsupported(scanner);
        value = itemOf(value, scanner.match(/\d+/y) ?? readName(scanner));
      } else {
        break;
      }
    }
    scanner.skipBlanks();
    refuseUnsupported(scanner);
    return value;
  });
}

/** Operators, conditions, splats, `for`, `...` and strip markers. */
const unsupportedSyntax = /for(?=\s)|\.\.\.|=[=>]|[!<>]=|&&|\|\||[?!<>+*/%~]|-(?!\d)/y;

function refuseUnsupported(scanner: Scanner): void {
  const found = scanner.match(unsupportedSyntax);
  if (found !== undefined) {
    throw unsupported(scanner, found);
  }
}

function unsupported(scanner: Scanner, found: string): ExpressionError {
  return scanner.error(`\`${found}\` is not supported`, found.length);
}

function evaluateTerm(scanner: Scanner, scope: Scope): Value {
  const inner = () => evaluateExpression(scanner, scope);
  if (scanner.takes('"')) {
    return evaluateParts(scanner, scope, () => readQuotedCharacter(scanner));
  }
  if (scanner.takes("(")) {
    const value = inner();
    scanner.expect(")");
    return value;
  }
  if (scanner.takes("[")) {
    return readItems(scanner, "]", inner);
  }
  if (scanner.takes("{")) {
    return Object.fromEntries(readItems(scanner, "}", () => evaluateEntry(scanner, scope)));
  }
  const digits = scanner.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
  if (digits !== undefined) {
    return finiteNumber(scanner, digits);
  }
  const name = readName(scanner, "a value");
  if (scanner.takes("(")) {
    const call = functionNamed(name);
    return call(readItems(scanner, ")", inner));
  }
  return keywords.get(name) ?? (name === "null" ? null : evaluateReference(scanner, scope, name));
}

const keywords: ReadonlyMap<string, Value> = new Map([
  ["true", true],
  ["false", false],
]);

function evaluateReference(scanner: Scanner, scope: Scope, root: string): Value {
  const path = [root];
  while (scanner.match(/\.(?![\d.*])/y) !== undefined) {
    path.push(readName(scanner));
  }
  const { value, taken } = scope.resolve(path);
  return path.slice(taken).reduce(itemOf, value);
}

/** Letters, digits, `_` and `-`: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#identifiers */
const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

function readName(scanner: Scanner, expected = "a name"): string {
  const name = scanner.match(identifier);
  if (name === undefined) {
    throw scanner.error(`expected ${expected}`);
  }
  return name;
}

/**
 * Returns an item of a list or an attribute of an object. Some blocks are a list with one item in Terraform's state, but
 * an object in the JSON. Therefore, the index 0 of an object is the object itself.
 */
function itemOf(value: Value, key: Value): Value {
  if (isObject(value)) {
    const name = toText(key);
    if (!Object.hasOwn(value, name) && name !== "0") {
      throw new ExpressionError(`there is no attribute \`${name}\``);
    }
    return Object.hasOwn(value, name) ? (value[name] ?? null) : value;
  }
  const list = toList(value);
  const item = list[toNumber(key)];
  if (item === undefined) {
    throw new ExpressionError(`there is no item ${toText(key)} in a list of ${list.length}`);
  }
  return item;
}

/** Reads items separated by commas, up to and including `end`. */
function readItems<T>(scanner: Scanner, end: string, readItem: () => T): T[] {
  const items: T[] = [];
  for (;;) {
    scanner.skipBlanks();
    if (scanner.takes(end)) {
      return items;
    }
    items.push(readItem());
    scanner.skipBlanks();
    if (!scanner.takes(",") && !scanner.sees(end)) {
      throw scanner.error(`expected \`,\` or \`${end}\``);
    }
  }
}

/** Reads an entry of an object. Its key is a name or an expression. */
function evaluateEntry(scanner: Scanner, scope: Scope): [string, Value] {
  const key = scanner.match(plainKey) ?? toText(evaluateExpression(scanner, scope));
  scanner.skipBlanks();
  if (!scanner.takes("=") && !scanner.takes(":")) {
    throw scanner.error("expected `=`");
  }
  return [key, evaluateExpression(scanner, scope)];
}

const plainKey = new RegExp(`${identifier.source}(?=\\s*[=:])`, "uy");

function finiteNumber(scanner: Scanner, digits: string): number {
  const number = Number(digits);
  if (!Number.isFinite(number)) {
    throw scanner.error("the number is too large; it ends");
  }
  return number === 0 ? 0 : number;
}

/** Reads one character of a quoted template, or its closing `"`. */
function readQuotedCharacter(scanner: Scanner): string | undefined {
  if (scanner.takes('"')) {
    return undefined;
  }
  if (scanner.sees("\n")) {
    throw scanner.error("the string is not closed before its line ends");
  }
  return scanner.takes("\\") ? readEscape(scanner) : scanner.character();
}

function readEscape(scanner: Scanner): string {
  const hexadecimal = scanner.match(/u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}/y);
  const codePoint = Number.parseInt(hexadecimal?.slice(1) ?? "", 16);
  if (codePoint <= 0x10ffff) {
    return String.fromCodePoint(codePoint);
  }
  const escaped = hexadecimal === undefined ? escapes.get(scanner.character()) : undefined;
  if (escaped === undefined) {
    throw scanner.error("unknown escape sequence, which ends");
  }
  return escaped;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);
