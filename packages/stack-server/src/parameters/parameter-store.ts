/** Type of an SSM parameter. */
export type ParameterType = "String" | "StringList" | "SecureString";

/** A version of an SSM parameter. */
export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  readonly type: ParameterType;
  /** Number of the version. Starts at 1 and increases by one with every change. */
  readonly version: number;
  /** Time of the change, in milliseconds since 1970. */
  readonly lastModified: number;
}

/**
 * Number of versions that SSM keeps:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-versions.html
 */
const mostVersions = 100;

/** The SSM parameters of a server, in memory. Values appear in no log and no error. */
export class ParameterStore {
  readonly #versions = new Map<string, readonly StoredParameter[]>();

  readonly #now: () => number;

  /**
   * @param values SecureStrings by name: `/app/dev/api-key`.
   * @param now Returns the time in milliseconds since 1970.
   */
  constructor(values: Readonly<Record<string, string>> = {}, now: () => number = Date.now) {
    this.#now = now;
    for (const [name, value] of Object.entries(values)) {
      this.put(name, value);
    }
  }

  /** Creates or changes a parameter. */
  put(name: string, value: string, type: ParameterType = "SecureString"): StoredParameter {
    const earlier = this.history(name);
    const version = (earlier.at(-1)?.version ?? 0) + 1;
    const parameter = { name, value, type, version, lastModified: this.#now() };
    this.#versions.set(name, [...earlier, parameter].slice(-mostVersions));
    return parameter;
  }

  /** Deletes a parameter with all its versions. @returns whether it existed */
  delete(name: string): boolean {
    return this.#versions.delete(name);
  }

  /** Returns the newest version of a parameter. */
  find(name: string): StoredParameter | undefined {
    return this.history(name).at(-1);
  }

  /** Returns the versions of a parameter, oldest first; empty if there is no such parameter. */
  history(name: string): readonly StoredParameter[] {
    return this.#versions.get(name) ?? [];
  }

  /** Returns the newest version of each parameter, sorted by name. */
  all(): readonly StoredParameter[] {
    return [...this.#versions.keys()].sort().flatMap((name) => this.find(name) ?? []);
  }
}
