import type { Rule } from "./rule";

/** Every address that an expression or a `depends_on` names is declared. */
export const referencesResolve: Rule = (stack) => {
  const declared = new Set(
    stack.types.flatMap((type) => Object.keys(stack.byId(type)).map((id) => `${type}.${id}`)),
  );
  return [...addressesIn(stack.document)].filter((address) => !declared.has(address));
};

/** Terraform's own names and functions in an expression that look like an address. */
const OWN_NAMES = /^(path|terraform|var|local|each|count|self)\./;

function addressesIn(value: unknown, key = ""): ReadonlySet<string> {
  if (typeof value === "string") {
    return new Set(key === "depends_on" ? [value] : expressionsIn(value).flatMap(addressesInExpression));
  }
  if (typeof value !== "object" || value === null) {
    return new Set();
  }
  const own = (name: string) => (Array.isArray(value) ? key : name);
  return new Set(Object.entries(value).flatMap(([name, inner]) => [...addressesIn(inner, own(name))]));
}

/** What stands between `${` and its `}`; `$${` is text. */
function expressionsIn(text: string): readonly string[] {
  return [...text.replaceAll("$${", "").matchAll(/\$\{(.*?)\}/g)].map((match) => match[1] ?? "");
}

function addressesInExpression(expression: string): readonly string[] {
  return [...expression.matchAll(/\b([a-z][a-z0-9_]*\.[A-Za-z][\w-]*)/g)]
    .map((match) => match[1] ?? "")
    .filter((address) => !OWN_NAMES.test(address))
    .filter((address) => /^(aws|docker)_/.test(address));
}
