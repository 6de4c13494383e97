/** Whether a value is a secret. */
export type ParameterType = "String" | "StringList" | "SecureString";

/** A parameter as the store holds it. */
export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  /** Grows by one with every change. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** So many versions of a parameter are kept: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html */
const MOST_VERSIONS = 100;

/** The parameters of a run. Their values are secrets: they are in no log and no error. */
export class ParameterStore {
  readonly #versions = new Map<string, readonly StoredParameter[]>();

  /**
   * @param values SecureStrings by name: `/app/dev/api-key`.
   * @param now milliseconds since 1970
   */
  constructor(
    values: Readonly<Record<string, string>> = {},
    private readonly now: () => number = Date.now,
  ) {
    for (const [name, value] of Object.entries(values)) {
      this.put(name, value);
    }
  }

  /** Sets a parameter, new or not. */
  put(name: string, value: string, type: ParameterType = "SecureString"): StoredParameter {
    const earlier = this.history(name);
    const version = (earlier.at(-1)?.version ?? 0) + 1;
    const parameter = { name, value, type, version, lastModified: this.now() };
    this.#versions.set(name, [...earlier, parameter].slice(-MOST_VERSIONS));
    return parameter;
  }

  /** Takes a parameter with all its versions away. @returns whether it was there */
  delete(name: string): boolean {
    return this.#versions.delete(name);
  }

  /** The newest version. */
  find(name: string): StoredParameter | undefined {
    return this.history(name).at(-1);
  }

  /** Every version that is kept, oldest first; empty when there is no such parameter. */
  history(name: string): readonly StoredParameter[] {
    return this.#versions.get(name) ?? [];
  }

  /** The newest version of each parameter, by name. */
  all(): readonly StoredParameter[] {
    return [...this.#versions.keys()].sort().flatMap((name) => this.find(name) ?? []);
  }
}
