/** A store of texts by key. A `Map` implements this interface. */
export interface KeyValueStore {
  get(key: string): string | undefined;
  set(key: string, value: string): unknown;
  delete(key: string): unknown;
  keys(): Iterable<string>;
}

/** Values by key. */
export type StoredValues = Readonly<Record<string, string | null | undefined>>;

/** Stores values that must survive a reload. */
export interface VisitorStore extends KeyValueStore {
  /** Whether the values survive a reload. */
  readonly isPersistent: boolean;
}

/** The part of a store whose keys begin with a prefix. */
export class StoreSection implements KeyValueStore {
  readonly #store: KeyValueStore;
  readonly #prefix: string;

  constructor(store: KeyValueStore, prefix: string) {
    this.#store = store;
    this.#prefix = prefix;
  }

  get(key: string): string | undefined {
    return this.#store.get(this.#prefix + key);
  }

  set(key: string, value: string): void {
    this.#store.set(this.#prefix + key, value);
  }

  delete(key: string): void {
    this.#store.delete(this.#prefix + key);
  }

  keys(): readonly string[] {
    return [...this.#store.keys()]
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => key.slice(this.#prefix.length));
  }

  /** Deletes all values, or only those that are still the same as these. @returns the deleted values by key */
  clear(only?: StoredValues): StoredValues {
    const deleted: Record<string, string | undefined> = {};
    for (const key of this.keys()) {
      const value = this.get(key);
      if (only === undefined || only[key] === value) {
        deleted[key] = value;
        this.delete(key);
      }
    }
    return deleted;
  }
}

/** Reads a JSON object. @returns undefined for anything else */
export function readObject<T extends object>(store: KeyValueStore, key: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(store.get(key) ?? "");
    return typeof value === "object" && value !== null ? (value as Partial<T>) : undefined;
  } catch {
    return undefined;
  }
}
