import { TerraformStack, Testing } from "cdktf";

/** Attributes of a resource of a synthesized stack. A test narrows their types. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Represents a synthesized stack, with look-ups for tests. */
export class Synthesized {
  /** The whole document. */
  readonly document: Readonly<Record<string, unknown>>;

  readonly json: string;

  constructor(json: string) {
    this.json = json;
    this.document = JSON.parse(json);
  }

  /** Returns every resource of a type, by its logical id. */
  byId(type: string): Readonly<Record<string, Attributes>> {
    const all = (this.document.resource ?? {}) as Readonly<
      Record<string, Readonly<Record<string, Attributes>>>
    >;
    return all[type] ?? {};
  }

  /** Returns every resource of a type. */
  all(type: string): readonly Attributes[] {
    return Object.values(this.byId(type)).map(({ "//": _metadata, ...attributes }) => attributes);
  }

  /** Returns the only resource of a type, or the only resource of the type with these attributes. */
  one(type: string, match: Attributes = {}): Attributes {
    const found = this.all(type).filter((resource) =>
      Object.entries(match).every(([key, value]) => resource[key] === value),
    );
    if (found.length !== 1 || !found[0]) {
      throw new Error(`Expected one ${type} with ${JSON.stringify(match)}, found ${found.length}.`);
    }
    return found[0];
  }

  /** Returns the types of all resources. */
  get types(): readonly string[] {
    return Object.keys((this.document.resource ?? {}) as object);
  }
}

/** Synthesizes a stack with validations. */
export function read(stack: TerraformStack): Synthesized {
  return new Synthesized(Testing.synth(stack, true));
}

/** Synthesizes an empty stack to which `build` adds constructs. */
export function synthesized(build: (stack: TerraformStack) => void): Synthesized {
  const stack = new TerraformStack(Testing.app(), "test");
  build(stack);
  return new Synthesized(Testing.synth(stack));
}
