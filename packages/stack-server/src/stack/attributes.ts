import { ExpressionError } from "./expression/expression-error";
import { isList, toBool, toList, toNumber, toObject, toText, type Value } from "./expression/value";
import { ResourceFault } from "./stack-error";

/** Gives attributes of a resource or of a block in it, in the kind that is wanted, and keeps account of them. */
export class Attributes {
  readonly #path: string;
  readonly #get: (name: string) => Value | undefined;
  readonly #read = new Set<string>();
  readonly #blocks: Attributes[] = [];

  readonly names: readonly string[];

  /**
   * @param path Stands before the name of an attribute: `environment.`, or nothing.
   * @param names The declared attributes.
   * @param get Gives a value, or `undefined` when there is none.
   */
  constructor(path: string, names: readonly string[], get: (name: string) => Value | undefined) {
    this.names = names;
    this.#path = path;
    this.#get = get;
  }

  /** Paths of the declared attributes that nobody asked for, those of blocks included. */
  get unread(): readonly string[] {
    const own = this.names.filter((name) => !this.#read.has(name)).map((name) => `${this.#path}${name}`);
    return [...own, ...this.#blocks.flatMap((block) => block.unread)];
  }

  /** @throws ResourceFault when there is none, or it has another kind; so do all that follow. */
  text(name: string): string {
    return this.#wanted(name, toText);
  }

  optionalText(name: string): string | undefined {
    return this.#optional(name, toText);
  }

  /** A text that is one of `choices`. */
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

  /** A list of texts; empty when there is none. */
  texts(name: string): readonly string[] {
    return this.#optional(name, (value) => toList(value).map(toText)) ?? [];
  }

  /** A text that is JSON. */
  optionalJsonText(name: string): string | undefined {
    const text = this.optionalText(name);
    try {
      JSON.parse(text ?? "null");
      return text;
    } catch (cause) {
      throw this.#fault(name, "it is not JSON", cause);
    }
  }

  /** A map of texts; empty when there is none. */
  textMap(name: string): Readonly<Record<string, string>> {
    return (
      this.#optional(name, (value) => {
        const entries = Object.entries(toObject(value)).filter(([, text]) => text !== null);
        return Object.fromEntries(entries.map(([key, text]) => [key, toText(text)]));
      }) ?? {}
    );
  }

  /** A block that may stand once: an object, or a list of one. */
  block(name: string): Attributes | undefined {
    const [block, ...more] = this.blocks(name);
    if (more.length > 0) {
      throw this.#fault(name, `the block stands ${more.length + 1} times, once is wanted`);
    }
    return block;
  }

  /** Blocks that may stand several times: a list of objects, or an object. */
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
      throw this.#fault(name, "it is not declared");
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
