import { isId } from "@kite-chat/protocol";
import type { KeyValueStore } from "./key-value-store";

/** A token that proves who the visitor is, or a function that gets one, called at each JOIN. */
export type TokenSource = string | (() => string | Promise<string>);

const memberKey = "member";
const nameKey = "name";

/** The identity of the visitor in one channel. */
export class Identity {
  readonly #storage: KeyValueStore;
  readonly #newId: () => string;

  constructor(storage: KeyValueStore, newId: () => string) {
    this.#storage = storage;
    this.#newId = newId;
  }

  /** The name that the visitor gave. */
  get name(): string | undefined {
    return this.#storage.get(nameKey);
  }

  setName(name: string): void {
    this.#storage.set(nameKey, name);
  }

  /** Returns the JOIN frame. With a token, the server takes the identity from there. */
  joinFrame(channel: string, token: string | undefined): readonly unknown[] {
    return ["JOIN", this.#memberId(), this.name ?? null, channel, ...(token ? [token] : [])];
  }

  /** Returns the id that proves the identity of a visitor without a token. The id is never shown. */
  #memberId(): string {
    const stored = this.#storage.get(memberKey);
    if (stored !== undefined && isId(stored)) {
      return stored;
    }
    const memberId = this.#newId();
    this.#storage.set(memberKey, memberId);
    return memberId;
  }
}
