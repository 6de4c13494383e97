/** A parameter as the store holds it. */
export interface StoredParameter {
  readonly name: string;
  readonly value: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly lastModified: number;
}

/** The parameters of a run, all of them SecureStrings. Their values are secrets: they are in no log and no error. */
export class ParameterStore {
  readonly #parameters = new Map<string, StoredParameter>();

  /** @param values Values by name: `/kite/dev/telegram-bot-token`. */
  constructor(values: Readonly<Record<string, string>> = {}) {
    for (const [name, value] of Object.entries(values)) {
      this.put(name, value);
    }
  }

  /** Sets a parameter, new or not. */
  put(name: string, value: string): void {
    const version = (this.#parameters.get(name)?.version ?? 0) + 1;
    this.#parameters.set(name, { name, value, version, lastModified: Date.now() });
  }

  /** Takes a parameter away, if it is there. */
  delete(name: string): void {
    this.#parameters.delete(name);
  }

  find(name: string): StoredParameter | undefined {
    return this.#parameters.get(name);
  }
}
