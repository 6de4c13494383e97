import type { Clock } from "../../widget/src/client/clock";
import type { SocketLock, TabBus } from "../../widget/src/client/tabs";

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

/** A tab that holds the lock or waits for it. */
interface LockRequest {
  readonly tab: SocketLock;
  readonly onGranted: () => void;
  readonly onLost: () => void;
}

/** The lock that the tabs of one browser share. */
export class TabLock {
  #holder: LockRequest | undefined;
  #waiting: readonly LockRequest[] = [];

  /** Returns the lock of a new tab. */
  addTab(): SocketLock {
    const tab: SocketLock = {
      acquire: (steal, onGranted, onLost) => {
        const request = { tab, onGranted, onLost };
        const lost = this.#holder;
        if (lost === undefined || steal) {
          this.#holder = request;
          lost?.onLost();
          onGranted();
        } else if (lost.tab !== tab && this.#waiting.every((it) => it.tab !== tab)) {
          this.#waiting = [...this.#waiting, request];
        }
      },
      release: () => {
        this.#waiting = this.#waiting.filter((it) => it.tab !== tab);
        if (this.#holder?.tab === tab) {
          const [next, ...others] = this.#waiting;
          this.#holder = next;
          this.#waiting = others;
          this.#holder?.onGranted();
        }
      },
    };
    return tab;
  }
}
