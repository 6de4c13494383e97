import { z } from "zod";

/** Represents one thing that can be set: a prop of a stack, a key of a deployment file, or a variable. */
export interface Option<Schema extends z.ZodType = z.ZodType> {
  /** Checks a value and fills in the default. */
  readonly schema: Schema;
  /** The expected value, as the text after "expected" in an error. */
  readonly expected: string;
  /** A hint on where to find a valid value, or how to choose one. */
  readonly where: string;
  /**
   * Options inside a group.
   * @default - not a group
   */
  readonly options?: Options;
}

/** Represents options by their names. */
export interface Options {
  readonly [name: string]: Option;
}

/** The checked values of options, with defaults filled in. */
export type OptionValues<Table extends Options> = ReadonlyProperties<
  z.output<ReturnType<typeof schemaOf<Table>>>
>;

type ReadonlyProperties<Values> = { readonly [Name in keyof Values]: ReadonlyValue<Values[Name]> };

/** The values of options as props accept them. */
export type OptionProps<Table extends Options> = {
  readonly [Name in keyof Table]?: ReadonlyValue<z.input<Table[Name]["schema"]>> | undefined;
};

type ReadonlyValue<Value> = Value extends readonly (infer Element)[]
  ? readonly Element[]
  : Value extends object
    ? { readonly [Name in keyof Value]: ReadonlyValue<Value[Name]> }
    : Value;

/**
 * Creates a row of a table of options.
 * @param expected The expected value, for errors.
 * @param where a hint on where to find a value or how to choose one
 */
export function option<Schema extends z.ZodType>(schema: Schema, expected: string, where: string) {
  return { schema, expected, where };
}

/** Creates a schema for text that matches a pattern. */
export const text = (form: RegExp) => z.string().regex(form);

/** Creates a row whose value is an object of options. */
export function optionGroup<Table extends Options>(options: Table, expected: string, where: string) {
  // A group that is left out gets the defaults of its options.
  const schema = schemaOf(options).prefault({} as z.input<ReturnType<typeof schemaOf<Table>>>);
  return { schema, expected, where, options };
}

/** Returns the schema of an object with a table's options and no other keys. */
export function schemaOf<Table extends Options>(table: Table) {
  const schemas = Object.entries(table).map(([name, { schema }]) => [name, schema]);
  return z.strictObject(Object.fromEntries(schemas) as { [Name in keyof Table]: Table[Name]["schema"] });
}

/** Returns the values that are set and whose options are in a table. */
export function pickOptions<Table extends Options>(table: Table, values: object): OptionProps<Table> {
  const picked = Object.entries(values).filter(([name, value]) => name in table && value !== undefined);
  return Object.fromEntries(picked) as OptionProps<Table>;
}
