import { Attributes } from "./attributes";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import { toText } from "./expression/value";
import type { Unserved } from "./model";
import { isIgnored, type servedTypes } from "./resource-types";
import { NotServed, ResourceFault, StackError } from "./stack-error";
import { type Declaration, isJsonList, isJsonObject, type Json, type StackFile } from "./stack-file";
import type { StackValues } from "./stack-values";

/** A resource that was read, or why it was not. */
export interface Entry<T> {
  readonly address: string;
  /** By which others refer to it: its id, ARN or name; `undefined` when that is not known. */
  readonly key: string | undefined;
  readonly result: { readonly value: T } | { readonly failure: ResourceFault | NotServed };
}

/** Changes the value of what was read. */
export function mapEntry<T>(entry: Entry<T>, change: (value: T) => T): Entry<T> {
  const { result } = entry;
  return "value" in result ? { ...entry, result: { value: change(result.value) } } : entry;
}

/** How a resource type is read. */
export interface ResourceReader<T> {
  readonly type: keyof typeof servedTypes;
  /** The attribute by which others refer to such a resource. */
  readonly key: string;
  /** @throws ResourceFault, NotServed */
  read(attributes: Attributes, address: string): T;
}

/** One pass over a stack: reads resources by type, checks what refers to what, and collects what is not served. */
export class StackReader {
  readonly unserved: Unserved[] = [];

  readonly stack: StackFile;
  readonly values: StackValues;

  constructor(stack: StackFile, values: StackValues) {
    this.stack = stack;
    this.values = values;
  }

  /** All resources of one type, in the order of the file. @throws StackError for a reference to nothing */
  readAll<T>(reader: ResourceReader<T>): readonly Entry<T>[] {
    return this.stack.resources
      .filter(({ type }) => type === reader.type)
      .map((resource) => this.#readOne(resource, reader));
  }

  /** The values of those that could be read. */
  served<T>(entries: readonly Entry<T>[]): readonly T[] {
    return entries.flatMap(({ result }) => ("value" in result ? [result.value] : []));
  }

  /**
   * What another resource needs.
   *
   * @throws NotServed when it is not served; StackError when it could not be read.
   */
  need<T>(entry: Entry<T>, neededBy: string): T {
    if ("value" in entry.result) {
      return entry.result.value;
    }
    const { failure } = entry.result;
    if (failure instanceof NotServed) {
      throw new NotServed(`it needs ${entry.address}, which is not served: ${failure.message}`);
    }
    throw this.error(entry.address, `${failure.message}. ${neededBy} needs it`);
  }

  /**
   * Finds what another resource refers to.
   *
   * @param what As the error calls it: `queue`.
   * @throws StackError when the stack has none with this key
   */
  find<T>(entries: readonly Entry<T>[], key: string, neededBy: string, what: string): Entry<T> {
    const entry = entries.find((it) => it.key === key);
    if (entry === undefined) {
      throw this.error(neededBy, `there is no ${what} \`${key}\` in the stack`);
    }
    return entry;
  }

  /** Makes something of each value; leaves out what turns out not to be served, and notes the reason. */
  mapServed<T extends { readonly address: string }, Made>(
    values: readonly T[],
    make: (value: T) => Made,
  ): readonly Made[] {
    return values.flatMap((value) => {
      try {
        return [make(value)];
      } catch (error) {
        if (error instanceof NotServed || error instanceof ResourceFault) {
          this.note(value.address, error.message);
          return [];
        }
        throw error;
      }
    });
  }

  /** Leaves out what a check finds not to be served, and notes the reason. */
  keepServed<T extends { readonly address: string }>(
    values: readonly T[],
    check: (value: T) => void,
  ): readonly T[] {
    return this.mapServed(values, (value) => {
      check(value);
      return value;
    });
  }

  /** @param what The name as the error calls it: `route key`. @throws StackError when two values have the same name */
  refuseTwins<T extends { readonly address: string }>(
    values: readonly T[],
    what: string,
    nameOf: (value: T) => string,
  ): void {
    const known = new Map<string, T>();
    for (const value of values) {
      const name = nameOf(value);
      const twin = known.get(name);
      if (twin !== undefined) {
        throw this.error(value.address, `has the same ${what} as ${twin.address}: \`${name}\``);
      }
      known.set(name, value);
    }
  }

  /** Notes what is not served; it is told at start. */
  note(address: string, reason: string): void {
    this.unserved.push({ address, reason });
  }

  error(address: string, reason: string): StackError {
    return new StackError(this.stack.file, address, reason);
  }

  #readOne<T>(resource: Declaration, reader: ResourceReader<T>): Entry<T> {
    const { address } = resource;
    const attributes = new Attributes("", Object.keys(resource.body), (name) =>
      this.#evaluate(resource, name),
    );
    try {
      for (const repeated of ["count", "for_each"]) {
        if (resource.body[repeated] !== undefined) {
          throw new NotServed(`resources with \`${repeated}\` are not served`);
        }
      }
      const value = reader.read(attributes, address);
      this.#noteUnread(resource, reader.type, attributes.unread);
      return { address, key: this.#key(resource, reader.key), result: { value } };
    } catch (failure) {
      if (failure instanceof ResourceFault || failure instanceof NotServed) {
        this.note(address, failure.message);
        return { address, key: this.#key(resource, reader.key), result: { failure } };
      }
      throw failure instanceof BrokenReferenceError ? this.error(address, failure.message) : failure;
    }
  }

  /** Adds the expression to an error: the address and the attribute do not say which of several is meant. */
  #evaluate(resource: Declaration, name: string) {
    try {
      return this.values.optionalAttribute(resource, name);
    } catch (error) {
      if (error instanceof BrokenReferenceError) {
        throw new BrokenReferenceError(`\`${name}\`: ${error.message}`, { cause: error });
      }
      if (error instanceof ExpressionError) {
        const expressions = templatesIn(resource.body[name]).map((template) => `\`${template}\``);
        throw new ExpressionError(`${error.message} (in ${expressions.join(", ")})`, { cause: error });
      }
      throw error;
    }
  }

  #key(resource: Declaration, attribute: string): string | undefined {
    try {
      return toText(this.values.attribute(resource, attribute));
    } catch (error) {
      if (error instanceof ExpressionError) {
        return undefined;
      }
      throw error;
    }
  }

  #noteUnread(
    { address, body }: Declaration,
    type: keyof typeof servedTypes,
    unread: readonly string[],
  ): void {
    for (const path of new Set(unread)) {
      if (!isIgnored(type, path) && !saysNothing(body[path])) {
        this.note(`${address}.${path}`, "the local run does not serve this setting");
      }
    }
  }
}

function saysNothing(json: Json | undefined): boolean {
  return (
    json === false ||
    json === null ||
    json === "" ||
    (isJsonList(json) && json.length === 0) ||
    (isJsonObject(json) && Object.keys(json).length === 0)
  );
}

/** The texts with `${` or `%{` in some JSON. */
function templatesIn(json: Json | undefined): readonly string[] {
  if (typeof json === "string") {
    return /[$%]\{/.test(json) ? [json] : [];
  }
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(templatesIn) : [];
}
