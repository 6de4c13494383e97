import { Attributes } from "./attributes";
import { BrokenReferenceError, ExpressionError } from "./expression/expression-error";
import { toText } from "./expression/value";
import type { Unserved } from "./model";
import { isIgnored, type servedTypes } from "./resource-types";
import { NotServed, ResourceFault, StackError } from "./stack-error";
import { type Declaration, isJsonList, isJsonObject, type Json, type StackFile } from "./stack-file";
import type { StackValues } from "./stack-values";

/** A resource that was read, or the reason why it was not read. */
export interface Entry<T> {
  readonly address: string;
  /** Id, ARN or name by which other resources refer to this resource. @default - unknown */
  readonly key: string | undefined;
  readonly result: { readonly value: T } | { readonly failure: ResourceFault | NotServed };
}

/** Changes the value of an entry that was read. */
export function mapEntry<T>(entry: Entry<T>, change: (value: T) => T): Entry<T> {
  const { result } = entry;
  return "value" in result ? { ...entry, result: { value: change(result.value) } } : entry;
}

/** Reader of a resource type. */
export interface ResourceReader<T> {
  readonly type: keyof typeof servedTypes;
  /** Attribute by which other resources refer to such a resource. */
  readonly key: string;
  /** Reads a resource. @throws ResourceFault, NotServed */
  read(attributes: Attributes, address: string): T;
}

/** Reads the resources of a stack by type, checks their references, and collects those that are not served. */
export class StackReader {
  readonly unserved: Unserved[] = [];

  readonly stack: StackFile;
  readonly values: StackValues;

  constructor(stack: StackFile, values: StackValues) {
    this.stack = stack;
    this.values = values;
  }

  /** Reads all resources of a type, in the order of the file. @throws StackError for a reference without a target */
  readAll<T>(reader: ResourceReader<T>): readonly Entry<T>[] {
    return this.stack.resources
      .filter(({ type }) => type === reader.type)
      .map((resource) => this.#readOne(resource, reader));
  }

  /** Returns the values of the resources that could be read. */
  served<T>(entries: readonly Entry<T>[]): readonly T[] {
    return entries.flatMap(({ result }) => ("value" in result ? [result.value] : []));
  }

  /**
   * Returns a resource that another resource needs.
   *
   * @throws NotServed when the resource is not served; StackError when the resource could not be read
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
   * Finds a resource that another resource refers to.
   *
   * @param what Kind of the resource in the error, for example `queue`.
   * @throws StackError when the stack has none with this key
   */
  find<T>(entries: readonly Entry<T>[], key: string, neededBy: string, what: string): Entry<T> {
    const entry = entries.find((it) => it.key === key);
    if (entry === undefined) {
      throw this.error(neededBy, `the stack has no ${what} \`${key}\``);
    }
    return entry;
  }

  /** Converts each value. Leaves out values that are not served, and collects the reasons. */
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

  /** Returns the values that pass a check. Collects the reasons why the other values are not served. */
  keepServed<T extends { readonly address: string }>(
    values: readonly T[],
    check: (value: T) => void,
  ): readonly T[] {
    return this.mapServed(values, (value) => {
      check(value);
      return value;
    });
  }

  /**
   * Rejects duplicate names.
   *
   * @param what Kind of the name in the error, for example `route key`.
   * @throws StackError
   */
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

  /** Collects a reason why something is not served. The reasons are logged at start. */
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
          throw new NotServed(`resources with \`${repeated}\` are not supported`);
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

  /** Adds the expression to an error, since address and attribute may occur several times. */
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
        this.note(`${address}.${path}`, "this setting is not supported");
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

/** Returns the strings with `${` or `%{` in a JSON value. */
function templatesIn(json: Json | undefined): readonly string[] {
  if (typeof json === "string") {
    return /[$%]\{/.test(json) ? [json] : [];
  }
  return typeof json === "object" && json !== null ? Object.values(json).flatMap(templatesIn) : [];
}
