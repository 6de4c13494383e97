/**
 * Returns whether an event matches a pattern. Supports lists of exact values, `anything-but`, `exists`,
 * nested objects, `$or`, and lists of objects, one of which must match all keys.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 * @throws Error if an operator is not supported
 */
export function matches(pattern: unknown, event: unknown): boolean {
  if (!isRecord(pattern)) {
    throw new Error(`Expected an object as a pattern, got ${JSON.stringify(pattern)}.`);
  }
  if (Array.isArray(event)) {
    return event.some((element) => matches(pattern, element));
  }
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === "$or") {
      return list(wanted).some((alternative) => matches(alternative, event));
    }
    const value = isRecord(event) ? event[key] : undefined;
    return Array.isArray(wanted) ? matchesValue(wanted, value) : matches(wanted, value);
  });
}

/** A list in a pattern contains alternatives. A list in an event matches if one of its values does. */
function matchesValue(alternatives: readonly unknown[], value: unknown): boolean {
  const values = Array.isArray(value) ? value : [value];
  return alternatives.some((wanted) => values.some((it) => matchesOne(wanted, it)));
}

function matchesOne(wanted: unknown, value: unknown): boolean {
  if (!isRecord(wanted)) {
    return wanted === value;
  }
  const [[operator, operand] = []] = Object.entries(wanted);
  switch (operator) {
    case "anything-but":
      return value !== undefined && !list(operand).includes(value);
    case "exists":
      return (value !== undefined) === operand;
    default:
      throw new Error(`The operator ${operator} is not known here; add it with its documented meaning.`);
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
