/** Runs actions on the same items one after another, in the order of the calls. */
export class ItemLocks {
  readonly #last = new Map<string, Promise<void>>();

  /** Waits until no earlier action on one of the items is left. All items are queued for at once, so none waits for itself. */
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
