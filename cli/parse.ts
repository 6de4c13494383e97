import { type ParseArgsConfig, parseArgs } from "node:util";
import { closestName } from "../settings/closest-name";
import { type Command, UsageError } from "./command";

/** The arguments and options of a command line. */
export interface ParsedWords {
  readonly help: boolean;
  readonly json: boolean;
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** Arguments that are not checked yet: see {@link nameArguments}. */
  readonly positionals: readonly string[];
}

/**
 * Reads the words that follow a command's name.
 * @throws UsageError if the words contain an option that the command does not have
 */
export function parseWords(command: Command, words: readonly string[]): ParsedWords {
  const flag = { type: "boolean", default: false } as const;
  const options = {
    ...Object.fromEntries(
      Object.entries(command.options ?? {}).map(([name, { value, default: default_ }]) => [
        name,
        value === undefined
          ? flag
          : { type: "string" as const, ...(default_ !== undefined && { default: default_ }) },
      ]),
    ),
    ...(command.json !== undefined && { json: flag }),
    help: { ...flag, short: "h" },
  };
  const { values, positionals } = parse({ args: [...words], options, allowPositionals: true });
  const { help, json, ...others } = values as Record<string, string | boolean | undefined>;
  return { help: help === true, json: json === true, options: others, positionals };
}

function parse(config: ParseArgsConfig & { readonly options: object }) {
  try {
    return parseArgs(config);
  } catch (error) {
    // In tests, `Error` is not Node's own class, so `instanceof` fails. Node appends advice about positional arguments,
    // which is removed here.
    const message = String((error as Partial<Error>).message);
    const [reason = ""] = message.split(/\. To specify|\n/);
    const [, dashed] = /^To specify an option argument starting with a dash use '(.*)'/m.exec(message) ?? [];
    if (dashed !== undefined) {
      throw new UsageError(
        `${reason.replace(/\.$/, "")}: write a value that begins with a dash as ${dashed}.`,
      );
    }
    const [, unknown] = /^Unknown option '--(.*)'/.exec(reason) ?? [];
    throw new UsageError(
      withSuggestion(
        reason.replace(/\.$/, ""),
        unknown === undefined ? undefined : closestName(unknown, Object.keys(config.options)),
        "--",
      ),
    );
  }
}

/** Returns the reason, with a suggested name if there is one. */
export function withSuggestion(reason: string, name: string | undefined, prefix = ""): string {
  return name === undefined ? `${reason}.` : `${reason}. Did you mean ${prefix}${name}?`;
}

/**
 * Returns the arguments by name.
 * @throws UsageError if an argument is missing, is not expected, or is not one of its choices
 */
export function nameArguments(
  { arguments: described = {} }: Command,
  given: readonly string[],
): Readonly<Record<string, string | readonly string[] | undefined>> {
  const entries = Object.entries(described);
  const required = entries.filter(([, { optional, many }]) => !optional && !many).length;
  const most = entries.some(([, { many }]) => many) ? Number.POSITIVE_INFINITY : entries.length;
  if (given.length < required || given.length > most) {
    const wanted = entries.length === 0 ? "no argument" : describeArguments(described);
    throw new UsageError(
      `Expected ${wanted}, received ${given.length === 0 ? "no argument" : `"${given.join(" ")}"`}.`,
    );
  }
  return Object.fromEntries(
    entries.map(([name, { choices, many }], index) => {
      const values = many ? given.slice(index) : given.slice(index, index + 1);
      for (const value of values) {
        refuseOtherChoice(value, choices ?? [value]);
      }
      return [name, many ? values : values[0]];
    }),
  );
}

function refuseOtherChoice(value: string, choices: readonly string[]): void {
  if (!choices.includes(value)) {
    throw new UsageError(
      withSuggestion(`Expected ${choices.join(", ")}, received "${value}"`, closestName(value, choices)),
    );
  }
}

/**
 * Reads the value of an option that is a count.
 * @throws UsageError if the value is not a whole number above 0
 */
export function readWholeNumber(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) {
    throw new UsageError(`${option}: expected a whole number above 0, received "${value}".`);
  }
  return number;
}

/** Returns the arguments for a usage line, for example `<stage> [version]`. */
export function describeArguments(described: NonNullable<Command["arguments"]>): string {
  return Object.entries(described)
    .map(([name, { optional, many }]) => (many ? `[${name} …]` : optional ? `[${name}]` : `<${name}>`))
    .join(" ");
}
