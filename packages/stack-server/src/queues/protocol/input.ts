import { invalidValue, SqsError } from "../sqs-error";

/** The JSON object of a request or of an entry in a batch. */
export type Input = Readonly<Record<string, unknown>>;

/** @throws SqsError MissingParameter when it is absent or empty */
export function requiredText(input: Input, name: string): string {
  const text = optionalText(input, name);
  if (text === undefined || text === "") {
    throw new SqsError("MissingParameter", `The request must contain the parameter ${name}.`);
  }
  return text;
}

/** @throws SqsError when it is no string */
export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === "string") {
    return value;
  }
  throw invalidValue(name, JSON.stringify(value), "Must be a string.");
}

/** @throws SqsError when it is no whole number from `least` to `most` */
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

/** Strings of a list; empty when there is none. @throws SqsError when it is no list of strings */
export function texts(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value;
  }
  throw invalidValue(name, JSON.stringify(value), "Must be a list of strings.");
}

/** @throws SqsError when it is no object */
export function objectOf(value: unknown, name: string): Input {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { ...value };
  }
  throw invalidValue(name, JSON.stringify(value), "Must be an object.");
}
