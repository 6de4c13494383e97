/** Collects actions that close started resources, and runs them in reverse order. */
export class Cleanup {
  readonly #closings: (() => Promise<void> | void)[] = [];
  #closed: Promise<void> | undefined;

  /** Registers an action that closes the resource that was started last. */
  add(close: () => Promise<void> | void): void {
    this.#closings.push(close);
  }

  /**
   * Runs the actions, the latest first. A second call waits for the first one.
   *
   * @throws the first error, after all actions have run
   */
  close(): Promise<void> {
    this.#closed ??= this.#closeAll();
    return this.#closed;
  }

  async #closeAll(): Promise<void> {
    const errors: unknown[] = [];
    for (const close of this.#closings.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) {
      throw errors[0];
    }
  }
}
