import type { KeyValueStore } from "./key-value-store";
import { awaitsKey } from "./stored-keys";

const draftKey = "draft";
const readKey = "read";

/** Stored facts about a visitor besides the messages. All tabs share them. */
export class VisitorNotes {
  readonly #storage: KeyValueStore;

  constructor(storage: KeyValueStore) {
    this.#storage = storage;
  }

  /** The text that the visitor has typed but not sent. */
  get draft(): string {
    return this.#storage.get(draftKey) ?? "";
  }

  set draft(text: string) {
    this.#keep(draftKey, text);
  }

  /** The time of the newest message that the visitor has seen, ISO 8601 UTC. Empty if there is none. */
  get readUntil(): string {
    return this.#storage.get(readKey) ?? "";
  }

  set readUntil(timestamp: string) {
    this.#storage.set(readKey, timestamp);
  }

  /** Time of the visitor's last message, if the host has not answered since, in milliseconds since 1970. */
  get awaitsSince(): number | undefined {
    const stored = this.#storage.get(awaitsKey);
    return stored === undefined ? undefined : Number(stored);
  }

  set awaitsSince(milliseconds: number | undefined) {
    this.#keep(awaitsKey, String(milliseconds ?? ""));
  }

  /** Stores a value, or nothing for an empty one. */
  #keep(key: string, value: string): void {
    if (value === "") {
      this.#storage.delete(key);
    } else {
      this.#storage.set(key, value);
    }
  }
}
