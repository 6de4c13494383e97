import { isId } from "@kite-chat/protocol";
import type { KeyValueStore } from "./key-value-store";

/** The token that proves who the visitor is, or a function that returns it. The function is called at each JOIN. */
export type TokenSource = string | (() => string | Promise<string>);

const memberKey = "member";
const nameKey = "name";

/** The identity of the visitor in one channel. */
export class Identity {
  readonly #storage: KeyValueStore;
  readonly #newId: () => string;
  /** The token of a visitor whom the shop has signed in. It is used from the next JOIN on. */
  token: TokenSource | undefined;

  constructor(storage: KeyValueStore, newId: () => string, token: TokenSource | undefined) {
    this.#storage = storage;
    this.#newId = newId;
    this.token = token;
  }

  /** The name that the visitor gave. */
  get name(): string | undefined {
    return this.#storage.get(nameKey);
  }

  setName(name: string): void {
    this.#storage.set(nameKey, name);
  }

  /** Returns the JOIN frame. If it has a token, the server uses the identity in the token. */
  async joinFrame(channel: string): Promise<readonly unknown[]> {
    const frame = ["JOIN", this.#memberId(), this.name ?? null, channel];
    return this.token === undefined ? frame : [...frame, await readToken(this.token)];
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

/** Returns the current token. */
export async function readToken(source: TokenSource): Promise<string> {
  return typeof source === "string" ? source : await source();
}
