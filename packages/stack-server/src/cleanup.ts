/** What has to be ended again, in the reverse of the order in which it was begun. */
export class Cleanup {
  readonly #closings: (() => Promise<void> | void)[] = [];
  #closed: Promise<void> | undefined;

  /** Notes how to end what was just begun. */
  add(close: () => Promise<void> | void): void {
    this.#closings.push(close);
  }

  /**
   * Ends everything, the latest first; a second call waits for the first.
   *
   * @throws the first error, after all have had their turn.
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
