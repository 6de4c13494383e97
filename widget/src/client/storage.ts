/** Stores values that must survive a reload: one text for each key. */
export interface Storage {
  /** Returns whether it survives a reload. */
  readonly isPersistent: boolean;
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
  keys(): readonly string[];
}

/** Keeps values as long as the page lives. */
export class MemoryStorage implements Storage {
  readonly isPersistent: boolean = false;
  readonly #values = new Map<string, string>();

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    this.#values.set(key, value);
  }

  remove(key: string): void {
    this.#values.delete(key);
  }

  keys(): readonly string[] {
    return [...this.#values.keys()];
  }
}

/** The part of a storage whose keys begin with a prefix. */
export class StorageSection implements Storage {
  readonly #storage: Storage;
  readonly #prefix: string;

  constructor(storage: Storage, prefix: string) {
    this.#storage = storage;
    this.#prefix = prefix;
  }

  get isPersistent(): boolean {
    return this.#storage.isPersistent;
  }

  get(key: string): string | undefined {
    return this.#storage.get(this.#prefix + key);
  }

  set(key: string, value: string): void {
    this.#storage.set(this.#prefix + key, value);
  }

  remove(key: string): void {
    this.#storage.remove(this.#prefix + key);
  }

  keys(): readonly string[] {
    return this.#storage
      .keys()
      .filter((key) => key.startsWith(this.#prefix))
      .map((key) => key.slice(this.#prefix.length));
  }

  clear(): void {
    for (const key of this.keys()) {
      this.remove(key);
    }
  }
}

/** Reads a JSON object. @returns undefined for anything else */
export function readObject<T extends object>(storage: Storage, key: string): Partial<T> | undefined {
  try {
    const value: unknown = JSON.parse(storage.get(key) ?? "");
    return typeof value === "object" && value !== null ? (value as Partial<T>) : undefined;
  } catch {
    return undefined;
  }
}
