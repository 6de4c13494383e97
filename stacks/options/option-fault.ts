import { inspect } from "node:util";
import type { z } from "zod";
import { UserError } from "../../constructs/user-error";
import { type OptionProps, type Options, type OptionValues, pickOptions, schemaOf } from "./option";

/** One thing that is wrong with an option. */
export interface OptionFault {
  /** The prop, the key in the file or the name of the variable, for example `stages.dev.retentionDays`. */
  readonly name: string;
  /** Where it was read: the props of a stack, a file, or the environment. */
  readonly source: string;
  /** `missing`: not there at all; `wrong`: there, and not as wanted; or a person named a file that is not there. */
  readonly kind: "missing" | "wrong";
  /** The value got, as a person wrote it; never a secret's. */
  readonly got: string;
  /** What is wanted instead. */
  readonly wanted: string;
  /** Where a right value comes from. */
  readonly where: string;
}

/** Creates a fault of an option. */
export function optionFault(
  name: string,
  source: string,
  got: string,
  { wanted, where }: Pick<OptionFault, "wanted" | "where">,
  kind: OptionFault["kind"] = "wrong",
): OptionFault {
  return { name, source, kind, got, wanted, where };
}

/** Every fault of the options in one message. */
export class OptionsError extends UserError {
  override readonly name = "OptionsError";

  readonly faults: readonly OptionFault[];

  /** @param faults at least one */
  constructor(faults: readonly OptionFault[], subject = "The settings") {
    super(`${subject} cannot be used:\n${describeFaults(faults)}`);
    this.faults = faults;
  }
}

/** Returns one line for each fault; a value may break two rules of one option. */
export function describeFaults(faults: readonly OptionFault[]): string {
  const lines = faults.map(
    ({ name, source, got, wanted, where }) =>
      `  - ${name} (${source}): got ${got}; wanted ${wanted}. Where: ${where}.`,
  );
  return [...new Set(lines)].join("\n");
}

/**
 * Checks the options of a stack among its props and fills in the defaults.
 * @param stackId for errors
 * @param written the props as the program has them, if `props` was made of them
 * @throws OptionsError every fault in one message
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

/** Returns the words for the props of a stack as the place of a fault. */
export function sourceOf(stackId: string): string {
  return `props of the stack ${stackId}`;
}

/**
 * Creates the error about a stack's props; what is wrong with several stages alike is told once.
 * @param written the props as the program has them
 */
export function propsError(stackId: string, faults: readonly OptionFault[], written: object): OptionsError {
  // A prop of the stack stands for both stages, unless the stage has its own.
  const named = faults.map((fault) =>
    valueAt(written, fault.name.split(".")) === undefined
      ? { ...fault, name: fault.name.replace(/^(dev|prod)\./, "") }
      : fault,
  );
  const once = named.filter(
    (fault, index) => named.findIndex(({ name, got }) => name === fault.name && got === fault.got) === index,
  );
  return new OptionsError(once, `The props of the stack ${stackId}`);
}

/** Returns what an issue of a table's schema says about a value; one issue may name several keys. */
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
    const help = { wanted: "no such key", where: `the keys ${place} ${Object.keys(known).join(", ")}` };
    return issue.keys.map((key) =>
      optionFault([...issue.path, key].join("."), source, "an unknown key", help),
    );
  }
  const got = valueAt(value, issue.path);
  const name = issue.path.join(".");
  const row = optionAt(issue.path, table);
  return got === undefined
    ? [optionFault(name, source, "nothing", row, "missing")]
    : [optionFault(name, source, describeValue(got), row)];
}

/** Returns a value as a person wrote it; a program may have values that JSON has no words for. */
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

/** Returns the row for a path: the last one on the way, because a value may have parts of its own. */
function optionAt(path: readonly PropertyKey[], table: Options): Pick<OptionFault, "wanted" | "where"> {
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
