import { inspect } from "node:util";
import type { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { type OptionProps, type Options, type OptionValues, pickOptions, schemaOf } from "./option";

/** Represents one fault of an option. */
export interface OptionFault {
  /** Name of the prop, of the key in the file, or of the variable, for example `stages.dev.retentionDays`. */
  readonly name: string;
  /** The source of the value: the props of a stack, a file, or the environment. */
  readonly source: string;
  /** `missing` if there is no value. `wrong` if it is invalid, or if a person named a file that does not exist. */
  readonly kind: "missing" | "wrong";
  /** The received value, as a person wrote it. Never the value of a secret. */
  readonly received: string;
  /** The expected value. */
  readonly expected: string;
  /** A hint on where to find a valid value, or how to choose one. */
  readonly where: string;
}

/** Creates a fault of an option. */
export function optionFault(
  name: string,
  source: string,
  received: string,
  { expected, where }: Pick<OptionFault, "expected" | "where">,
  kind: OptionFault["kind"] = "wrong",
): OptionFault {
  return { name, source, kind, received, expected, where };
}

/** Reports all faults of options in one message. */
export class OptionsError extends UserError {
  override readonly name = "OptionsError";

  readonly faults: readonly OptionFault[];

  /** @param faults at least one */
  constructor(faults: readonly OptionFault[], subject = "The settings") {
    super(`${subject} cannot be used:\n${describeFaults(faults)}`);
    this.faults = faults;
  }
}

/** Returns a line for each fault. Identical lines are dropped, because a value may break two rules of one option. */
export function describeFaults(faults: readonly OptionFault[]): string {
  const lines = faults.map(
    ({ name, source, received, expected, where }) =>
      `  - ${name} (${source}): expected ${expected}, received ${received}. Hint: ${where}.`,
  );
  return [...new Set(lines)].join("\n");
}

/**
 * Checks the options of a stack among its props and fills in the defaults.
 * @param stackId the stack's id, for errors
 * @param written the props as the program wrote them, if `props` was derived from them
 * @throws OptionsError all faults in one message
 */
export function readProps<Table extends Options>(
  table: Table,
  props: object & OptionProps<Table>,
  stackId: string,
  written: object = props,
): OptionValues<Table> {
  const own = pickOptions(table, props);
  const parsed = schemaOf(table).safeParse(own);
  if (parsed.success) {
    return parsed.data as OptionValues<Table>;
  }
  throw propsError(
    stackId,
    parsed.error.issues.flatMap((issue) => faultsOf(issue, own, sourceOf(stackId), table)),
    written,
  );
}

/** Returns the source of a fault in the props of a stack. */
export function sourceOf(stackId: string): string {
  return `props of the stack ${stackId}`;
}

/**
 * Creates the error about a stack's props. A fault that both stages share is reported once.
 * @param written the props as the program wrote them
 */
export function propsError(stackId: string, faults: readonly OptionFault[], written: object): OptionsError {
  // A prop of the stack applies to both stages, unless the stage has its own.
  const named = faults.map((fault) =>
    valueAt(written, fault.name.split(".")) === undefined
      ? { ...fault, name: fault.name.replace(/^(dev|prod)\./, "") }
      : fault,
  );
  const once = named.filter(
    (fault, index) =>
      named.findIndex(({ name, received }) => name === fault.name && received === fault.received) === index,
  );
  return new OptionsError(once, `The props of the stack ${stackId}`);
}

/** Returns the faults that an issue of a table's schema describes. One issue may name several keys. */
export function faultsOf(
  issue: z.core.$ZodIssue,
  value: unknown,
  source: string,
  table: Options,
): OptionFault[] {
  if (issue.code === "unrecognized_keys") {
    const known = issue.path.reduce<Options>(
      (options, name) => options[String(name)]?.options ?? options,
      table,
    );
    const place = issue.path.length === 0 ? "are" : `of ${issue.path.join(".")} are`;
    const help = {
      expected: "no such key",
      where: `the known keys ${place} ${Object.keys(known).join(", ")}`,
    };
    return issue.keys.map((key) =>
      optionFault([...issue.path, key].join("."), source, "an unknown key", help),
    );
  }
  const received = valueAt(value, issue.path);
  const name = issue.path.join(".");
  const row = optionAt(issue.path, table);
  return received === undefined
    ? [optionFault(name, source, "nothing", row, "missing")]
    : [optionFault(name, source, describeValue(received), row)];
}

/** Returns a value as a person wrote it. A program may pass values that JSON cannot represent. */
function describeValue(value: unknown): string {
  return ["string", "object"].includes(typeof value) ? describeJson(value) : inspect(value);
}

function describeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return inspect(value);
  }
}

/** Returns the row of the last option on a path, because a value may have parts that are not options. */
function optionAt(path: readonly PropertyKey[], table: Options): Pick<OptionFault, "expected" | "where"> {
  const [name, ...rest] = path;
  const row = table[String(name)];
  if (row === undefined) {
    throw new Error(`There is no option ${String(name)}.`);
  }
  return row.options && rest.length > 0 ? optionAt(rest, row.options) : row;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (current, key) =>
      typeof current === "object" && current !== null
        ? (current as Readonly<Record<PropertyKey, unknown>>)[key]
        : undefined,
    value,
  );
}
