import type { JsonObject } from "../json";
import type { ItemKey } from "./written-items";

/** State of an item. Without attributes the item does not exist. */
export interface ItemState {
  readonly item: ItemKey;
  readonly attributes: JsonObject | undefined;
}

interface DueState extends ItemState {
  readonly dueAt: number;
}

/** Writes that eventually consistent reads do not return yet. */
export class ReplicaSchedule {
  readonly #waiting = new Map<string, DueState[]>();
  readonly #counts = new Map<string, number>();

  /** Returns the number of writes of an item that were added. */
  countOf(item: ItemKey): number {
    return this.#counts.get(item.name) ?? 0;
  }

  /**
   * Adds the newest state of an item. The state never becomes visible before an earlier one. Removes every due state
   * with a later due state, since no read returns it.
   *
   * @param now Milliseconds since 1970.
   * @param dueAt Time at which the state becomes visible.
   */
  add(state: ItemState, now: number, dueAt: number): void {
    const { name } = state.item;
    const earlier = this.#waiting.get(name) ?? [];
    const needed = earlier.slice(Math.max(0, earlier.filter((it) => it.dueAt <= now).length - 1));
    const notBefore = earlier.at(-1)?.dueAt ?? dueAt;
    this.#waiting.set(name, [...needed, { ...state, dueAt: Math.max(dueAt, notBefore) }]);
    this.#counts.set(name, this.countOf(state.item) + 1);
  }

  /** Removes the due states and returns the latest one of each item. */
  takeDue(now: number): readonly ItemState[] {
    const due: ItemState[] = [];
    for (const [name, states] of this.#waiting) {
      const later = states.filter(({ dueAt }) => dueAt > now);
      const latest = states[states.length - later.length - 1];
      if (latest !== undefined) {
        due.push(latest);
        later.length === 0 ? this.#waiting.delete(name) : this.#waiting.set(name, later);
      }
    }
    return due;
  }
}
