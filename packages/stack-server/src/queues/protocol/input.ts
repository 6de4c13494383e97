import { invalidValue, SqsError } from "../sqs-error";

/** The JSON object of a request or a batch entry. */
export type Input = Readonly<Record<string, unknown>>;

/** Returns a required string. @throws SqsError MissingParameter when it is missing or empty */
export function requiredText(input: Input, name: string): string {
  const text = optionalText(input, name);
  if (text === undefined || text === "") {
    throw new SqsError("MissingParameter", `The request must contain the parameter ${name}.`);
  }
  return text;
}

/** Returns an optional string. @throws SqsError for any other value */
export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") {
    return value;
  }
  throw invalidValue(name, JSON.stringify(value), "Must be a string.");
}

/** Returns an optional integer. @throws SqsError unless it is a whole number from `least` to `most` */
export function optionalInteger(input: Input, name: string, least: number, most: number): number | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined) {
    return undefined;
  }
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw invalidValue(name, JSON.stringify(value), `Must be between ${least} and ${most}, if provided.`);
}

/** Returns a list of strings. Empty if it is missing. @throws SqsError for any other value */
export function texts(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value;
  }
  throw invalidValue(name, JSON.stringify(value), "Must be a list of strings.");
}

/** Returns an object. @throws SqsError for any other value */
export function objectOf(value: unknown, name: string): Input {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { ...value };
  }
  throw invalidValue(name, JSON.stringify(value), "Must be an object.");
}
