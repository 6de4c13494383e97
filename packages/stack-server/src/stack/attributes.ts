import { ExpressionError } from "./expression/expression-error";
import { isList, toBool, toList, toNumber, toObject, toText, type Value } from "./expression/value";
import { ResourceFault } from "./stack-error";

/** Reads the attributes of a resource or a block, checks their kinds, and records which of them were read. */
export class Attributes {
  readonly #path: string;
  readonly #get: (name: string) => Value | undefined;
  readonly #read = new Set<string>();
  readonly #blocks: Attributes[] = [];

  readonly names: readonly string[];

  /**
   * @param path Prefix of attribute names in errors, for example `environment.`, or an empty string.
   * @param names Names of the declared attributes.
   * @param get Returns the value of an attribute, or `undefined` if there is none.
   */
  constructor(path: string, names: readonly string[], get: (name: string) => Value | undefined) {
    this.names = names;
    this.#path = path;
    this.#get = get;
  }

  /** Paths of the declared attributes that were not read, including those in blocks. */
  get unread(): readonly string[] {
    const own = this.names.filter((name) => !this.#read.has(name)).map((name) => `${this.#path}${name}`);
    return [...own, ...this.#blocks.flatMap((block) => block.unread)];
  }

  /**
   * Returns a string.
   *
   * @throws ResourceFault, like the methods below, if the attribute is missing or has another kind
   */
  text(name: string): string {
    return this.#wanted(name, toText);
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name, toText);
  }

  /** Returns a string that is one of `choices`. */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    return this.#oneOf(name, choices, this.text(name));
  }

  optionalChoice<T extends string>(name: string, choices: readonly T[]): T | undefined {
    const text = this.optionalText(name);
    return text === undefined ? undefined : this.#oneOf(name, choices, text);
  }

  number(name: string): number {
    return this.#wanted(name, toNumber);
  }

  optionalNumber(name: string): number | undefined {
    return this.#optional(name, toNumber);
  }

  optionalBoolean(name: string): boolean | undefined {
    return this.#optional(name, toBool);
  }

  /** Returns a list of strings. Empty if the attribute is missing. */
  texts(name: string): readonly string[] {
    return this.#optional(name, (value) => toList(value).map(toText)) ?? [];
  }

  /** Returns a string that contains JSON. */
  optionalJsonText(name: string): string | undefined {
    const text = this.optionalText(name);
    try {
      JSON.parse(text ?? "null");
      return text;
    } catch (cause) {
      throw this.#fault(name, "expected JSON", cause);
    }
  }

  /** Returns a map of strings. Empty if the attribute is missing. */
  textMap(name: string): Readonly<Record<string, string>> {
    return (
      this.#optional(name, (value) => {
        const entries = Object.entries(toObject(value)).filter(([, text]) => text !== null);
        return Object.fromEntries(entries.map(([key, text]) => [key, toText(text)]));
      }) ?? {}
    );
  }

  /** Returns a block that may occur once: an object, or a list with one object. */
  block(name: string): Attributes | undefined {
    const [block, ...more] = this.blocks(name);
    if (more.length > 0) {
      throw this.#fault(name, `expected one block, received ${more.length + 1}`);
    }
    return block;
  }

  /** Returns blocks that may occur several times: a list of objects, or an object. */
  blocks(name: string): readonly Attributes[] {
    const objects = this.#optional(name, (value) => (isList(value) ? value : [value]).map(toObject)) ?? [];
    const blocks = objects.map(
      (object) =>
        new Attributes(`${this.#path}${name}.`, Object.keys(object), (key) =>
          Object.hasOwn(object, key) ? object[key] : undefined,
        ),
    );
    this.#blocks.push(...blocks);
    return blocks;
  }

  #oneOf<T extends string>(name: string, choices: readonly T[], text: string): T {
    const found = choices.find((choice) => choice === text);
    if (found === undefined) {
      throw new ResourceFault(`\`${this.#path}${name}\` is \`${text}\`, expected ${choices.join(" or ")}`);
    }
    return found;
  }

  #wanted<T>(name: string, convert: (value: Value) => T): T {
    const value = this.#optional(name, convert);
    if (value === undefined) {
      throw this.#fault(name, "the attribute is required but not declared");
    }
    return value;
  }

  #optional<T>(name: string, convert: (value: Value) => T): T | undefined {
    this.#read.add(name);
    try {
      const value = this.#get(name);
      return value === undefined || value === null ? undefined : convert(value);
    } catch (error) {
      if (error instanceof ExpressionError && error.name === "ExpressionError") {
        throw this.#fault(name, error.message, error);
      }
      throw error;
    }
  }

  #fault(name: string, reason: string, cause?: unknown): ResourceFault {
    return new ResourceFault(`\`${this.#path}${name}\`: ${reason}`, { cause });
  }
}
