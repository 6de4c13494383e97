/** Runs actions on the same items one after another, in the order of the calls. */
export class ItemLocks {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Runs an action after all earlier actions on its items. To prevent deadlocks, the action enters the queues of all
   * its items at the same time.
   */
  async run<T>(names: readonly string[], action: () => Promise<T>): Promise<T> {
    const earlier = names.map((name) => this.#last.get(name));
    const result = Promise.all(earlier).then(action);
    const end = result.then(
      () => undefined,
      () => undefined,
    );
    for (const name of names) {
      this.#last.set(name, end);
    }
    try {
      return await result;
    } finally {
      for (const name of names) {
        if (this.#last.get(name) === end) {
          this.#last.delete(name);
        }
      }
    }
  }
}
