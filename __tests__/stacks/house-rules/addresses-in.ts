/** Returns the address of every resource that a value refers to, in an expression or in `depends_on`. */
export function addressesIn(value: unknown, key = ""): ReadonlySet<string> {
  if (typeof value === "string") {
    return new Set(key === "depends_on" ? [value] : expressionsIn(value).flatMap(addressesInExpression));
  }
  if (typeof value !== "object" || value === null) {
    return new Set();
  }
  const own = (name: string) => (Array.isArray(value) ? key : name);
  return new Set(Object.entries(value).flatMap(([name, inner]) => [...addressesIn(inner, own(name))]));
}

/** Returns the expressions between `${` and `}`. `$${` is text. */
function expressionsIn(text: string): readonly string[] {
  return [...text.replaceAll("$${", "").matchAll(/\$\{(.*?)\}/g)].map((match) => match[1] ?? "");
}

/** Resources and data sources of our providers, and variables. */
const reference = /\b((data\.)?(aws|cloudflare|docker)_[a-z0-9_]+|var)\.[A-Za-z][\w-]*/g;

function addressesInExpression(expression: string): readonly string[] {
  return [...expression.matchAll(reference)].map((match) => match[0]);
}
