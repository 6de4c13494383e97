import type { Clock } from "../../widget/src/client/clock";
import type { TabBus } from "../../widget/src/client/tabs";

/** The tabs of one browser. Each tab receives the messages of the others a millisecond later. */
export class TabGroup {
  readonly #clock: Clock;
  readonly #listeners = new Set<(message: unknown) => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Returns the bus of a new tab. */
  addTab(): TabBus {
    let own: (message: unknown) => void = () => undefined;
    return {
      post: (message) => {
        const others = [...this.#listeners].filter((it) => it !== own);
        this.#clock.setTimeout(() => {
          for (const hear of others.filter((it) => this.#listeners.has(it))) {
            hear(message);
          }
        }, 1);
      },
      listen: (onMessage) => {
        own = onMessage;
        this.#listeners.add(own);
      },
      close: () => this.#listeners.delete(own),
    };
  }
}
