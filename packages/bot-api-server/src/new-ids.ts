/** Creates unique ids for users, chats and albums, in the ranges that Telegram uses. */
export class NewIds {
  #user = 1_000;
  #supergroup = -1_001_000_000_000;
  #group = -4_000_000_000;
  #album = 13_000_000_000_000_000n;

  user(): number {
    return ++this.#user;
  }

  group(type: "group" | "supergroup"): number {
    return type === "group" ? --this.#group : --this.#supergroup;
  }

  /** Returns a `media_group_id`. */
  album(): string {
    return String(++this.#album);
  }
}
