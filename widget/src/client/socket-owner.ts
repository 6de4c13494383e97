import type { Connection } from "./connection";
import type { SocketLock } from "./tabs";

export interface SocketOwnerProps {
  readonly lock: SocketLock;
  /** Returns the connection of the current visitor. */
  readonly connection: () => Connection;
  /** Called when this tab gets the socket. */
  readonly onOwned: () => void;
  readonly onChange: () => void;
}

/** Connects while this tab needs a socket and owns the lock. The tabs of a visitor share one socket. */
export class SocketOwner {
  readonly #props: SocketOwnerProps;
  #isNeeded = false;
  #isOwner = false;
  #isAsleep = false;

  constructor(props: SocketOwnerProps) {
    this.#props = props;
  }

  /** Whether this tab needs a socket that another tab owns. */
  get isFollowing(): boolean {
    return this.#isNeeded && !this.#isOwner;
  }

  /** Notes whether this tab needs a socket. @param isWatched whether the visitor looks at the panel here */
  need(isNeeded: boolean, isWatched: boolean): void {
    this.#isNeeded = isNeeded;
    if (isNeeded) {
      this.connect(isWatched);
    } else {
      this.#release();
    }
  }

  /** Connects if this tab needs a socket. @param steal whether to take the lock from another tab */
  connect(steal: boolean): void {
    if (this.#isOwner) {
      this.#props.connection().connect();
    } else if (this.#isNeeded && !this.#isAsleep) {
      this.#acquire(steal);
    }
  }

  /** Takes over the socket, because the visitor is active in this tab. Tries a connection again that was given up. */
  claim(): void {
    if (this.#isOwner) {
      this.#props.connection().resume();
    } else {
      this.connect(true);
    }
  }

  /** Closes the socket until `wake`, because a page in the back-forward cache must not have open connections. */
  sleep(): void {
    this.#isAsleep = true;
    this.#release();
  }

  wake(): void {
    this.#isAsleep = false;
    this.connect(false);
  }

  #acquire(steal: boolean): void {
    this.#props.lock.acquire(
      steal,
      () => {
        this.#isOwner = true;
        this.#props.connection().connect();
        this.#props.onOwned();
        this.#props.onChange();
      },
      () => {
        this.#isOwner = false;
        this.#props.connection().disconnect();
        // Another tab has the socket now. This tab gets the socket back when that tab no longer needs it.
        this.connect(false);
        this.#props.onChange();
      },
    );
  }

  #release(): void {
    this.#isOwner = false;
    this.#props.connection().disconnect();
    this.#props.lock.release();
    this.#props.onChange();
  }
}
