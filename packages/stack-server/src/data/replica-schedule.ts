import type { JsonObject } from "../json";
import type { ItemKey } from "./written-items";

/** A state of an item; without attributes the item does not exist. */
export interface ItemState {
  readonly item: ItemKey;
  readonly attributes: JsonObject | undefined;
}

interface DueState extends ItemState {
  readonly dueAt: number;
}

/** The states of items that eventually consistent reads do not show yet. */
export class ReplicaSchedule {
  readonly #waiting = new Map<string, DueState[]>();
  readonly #counts = new Map<string, number>();

  /** How many writes of an item were added. */
  countOf(item: ItemKey): number {
    return this.#counts.get(item.name) ?? 0;
  }

  /**
   * Adds the newest state of an item. It never becomes visible before an earlier one.
   *
   * @param now In milliseconds since 1970; states that are due and have a successor that is due are forgotten.
   * @param dueAt When the state becomes visible.
   */
  add(state: ItemState, now: number, dueAt: number): void {
    const { name } = state.item;
    const earlier = this.#waiting.get(name) ?? [];
    const needed = earlier.slice(Math.max(0, earlier.filter((it) => it.dueAt <= now).length - 1));
    const notBefore = earlier.at(-1)?.dueAt ?? dueAt;
    this.#waiting.set(name, [...needed, { ...state, dueAt: Math.max(dueAt, notBefore) }]);
    this.#counts.set(name, this.countOf(state.item) + 1);
  }

  /** Removes what is due and returns it: the latest due state of each item. */
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
