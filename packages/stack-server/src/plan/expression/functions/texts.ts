import { ExpressionError } from "../expression-error";
import { toList, toNumber, toText, type Value } from "../value";
import { formatText } from "./format";
import { binary, type FunctionTable, ternary, unary, variadic } from "./function-table";

/** https://developer.hashicorp.com/terraform/language/functions: the string functions. */
export const textFunctions: FunctionTable = {
  chomp: unary((text) => toText(text).replace(/(\r?\n)+$/, "")),
  endswith: binary((text, end) => toText(text).endsWith(toText(end))),
  format: variadic(1, ([spec = null, ...args]) => formatText(toText(spec), args)),
  join: variadic(2, ([separator = null, ...lists]) =>
    lists.flatMap(toList).map(toText).join(toText(separator)),
  ),
  lower: unary((text) => toText(text).toLowerCase()),
  replace: ternary((text, wanted, replacement) => replace(toText(text), toText(wanted), toText(replacement))),
  split: binary((separator, text) => split(toText(separator), toText(text))),
  startswith: binary((text, start) => toText(text).startsWith(toText(start))),
  strcontains: binary((text, part) => toText(text).includes(toText(part))),
  strrev: unary((text) => graphemes(toText(text)).reverse().join("")),
  substr: ternary((text, offset, length) => substring(toText(text), toNumber(offset), toNumber(length))),
  title: unary((text) =>
    toText(text).replace(/(^|[^\p{L}\p{N}_'])(\p{Ll})/gu, (match) => match.toUpperCase()),
  ),
  trim: binary((text, set) => trim(toText(text), new Set(toText(set)))),
  trimprefix: binary((text, prefix) => {
    const [whole, start] = [toText(text), toText(prefix)];
    return whole.startsWith(start) ? whole.slice(start.length) : whole;
  }),
  trimspace: unary((text) => toText(text).trim()),
  trimsuffix: binary((text, suffix) => {
    const [whole, end] = [toText(text), toText(suffix)];
    return end !== "" && whole.endsWith(end) ? whole.slice(0, -end.length) : whole;
  }),
  upper: unary((text) => toText(text).toUpperCase()),
};

/** Terraform counts what a reader takes for one character. */
export function graphemes(text: string): string[] {
  return Array.from(new Intl.Segmenter("en").segment(text), ({ segment }) => segment);
}

/** A search text between slashes is a regular expression. */
function replace(text: string, wanted: string, replacement: string): string {
  if (wanted.length < 2 || !wanted.startsWith("/") || !wanted.endsWith("/")) {
    return text.replaceAll(wanted, () => replacement);
  }
  return text.replace(regularExpression(wanted.slice(1, -1)), (...match: unknown[]) =>
    expand(replacement, match),
  );
}

function regularExpression(source: string): RegExp {
  try {
    return new RegExp(source.replaceAll("(?P<", "(?<"), "gu");
  } catch (cause) {
    throw new ExpressionError(`the local run cannot read the regular expression \`${source}\``, { cause });
  }
}

/** Go's `$1`, `$name`, `${name}` and `$$`: https://pkg.go.dev/regexp#Regexp.Expand */
function expand(replacement: string, match: readonly unknown[]): string {
  const named = match.at(-1);
  const groups = (typeof named === "object" ? named : undefined) as Record<string, string> | undefined;
  return replacement.replace(
    /\$(?:(\$)|(\w+)|\{(\w+)\})/g,
    (_, dollar?: string, bare?: string, braced?: string) => {
      const name = bare ?? braced ?? "";
      const found = /^\d+$/.test(name) ? groupAt(match, Number(name)) : groups?.[name];
      return dollar ?? found ?? "";
    },
  );
}

/** Behind the groups stand the offset (the first number), the whole text and the named groups. */
function groupAt(match: readonly unknown[], index: number): string | undefined {
  const count = match.findIndex((part) => typeof part === "number");
  const group = index < count ? match[index] : undefined;
  return typeof group === "string" ? group : undefined;
}

function split(separator: string, text: string): Value {
  return separator === "" ? Array.from(text) : text.split(separator);
}

function substring(text: string, offset: number, length: number): string {
  const characters = graphemes(text);
  const start = offset < 0 ? Math.max(0, characters.length + offset) : offset;
  return characters.slice(start, length < 0 ? undefined : start + length).join("");
}

function trim(text: string, set: ReadonlySet<string>): string {
  const characters = Array.from(text);
  const start = characters.findIndex((character) => !set.has(character));
  const end = characters.findLastIndex((character) => !set.has(character));
  return start < 0 ? "" : characters.slice(start, end + 1).join("");
}
