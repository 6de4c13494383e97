import type { Clock } from "./clock";

/** What each kind of fault does at each place, in words for a person; what is not named cannot be asked for. */
export const FAULTS = {
  connect: {
    refuse: "a new socket is refused with 429",
    delay: "a new socket waits before it is let in",
  },
  frame: {
    refuse: "a frame is answered “Too Many Requests”",
    delay: "a frame waits before its function is asked",
    lose: "a frame never arrives",
  },
  disconnect: {
    delay: "$disconnect comes late",
    lose: "$disconnect never comes",
  },
  push: {
    refuse: "a push to a socket is answered 410 Gone",
    delay: "a push to a socket waits",
  },
  request: {
    refuse: "an HTTP request is answered 429",
    delay: "an HTTP request waits",
  },
  table: {
    refuse: "a call of a table fails with 500",
    delay: "a call of a table waits",
    lose: "a call of a table is done, and its answer is lost",
  },
  queue: {
    refuse: "a call of a queue fails with 500",
    delay: "a call of a queue waits",
    lose: "a call of a queue is done, and its answer is lost",
  },
  bucket: {
    refuse: "a call of a bucket fails with 503",
    delay: "a call of a bucket waits",
  },
} as const satisfies Readonly<Record<string, Partial<Record<FaultKind, string>>>>;

/** Where something can go wrong. */
export type FaultPlace = keyof typeof FAULTS;

/** How: refused as the service itself would refuse, done late, or done (or sent) with nobody hearing of it. */
export type FaultKind = "refuse" | "delay" | "lose";

/** A fault that is asked for. */
export interface FaultWish {
  readonly place: FaultPlace;
  readonly kind: FaultKind;
  /** For `delay`. @default 2000 */
  readonly delayMilliseconds?: number;
  /** A connection's id, or the name of a table, queue, bucket or stage. @default any */
  readonly only?: string;
  /** How often it happens. @default - until it is taken back */
  readonly times?: number;
}

/** What becomes of something that may go wrong. */
export type FaultOutcome = "pass" | "refuse" | "lose";

export const DEFAULT_DELAY_MILLISECONDS = 2000;

/** The faults that are asked for: tests and a page set them, the servers ask before they serve. */
export class Faults {
  readonly #clock: Clock;
  #wishes: { readonly wish: FaultWish; left: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Asks for a fault; the oldest that fits counts.
   *
   * @returns what takes it back
   * @throws Error for a kind of fault that this place does not have
   */
  add(wish: FaultWish): () => void {
    if (!Object.hasOwn(FAULTS[wish.place], wish.kind)) {
      const kinds = Object.keys(FAULTS[wish.place]).join(", ");
      throw new Error(`There is no fault "${wish.kind}" of a ${wish.place}; wanted one of ${kinds}.`);
    }
    const entry = { wish, left: wish.times ?? Number.POSITIVE_INFINITY };
    this.#wishes.push(entry);
    return () => {
      this.#wishes = this.#wishes.filter((it) => it !== entry);
    };
  }

  /** Takes all wishes back. */
  clear(): void {
    this.#wishes = [];
  }

  /** The wishes that stand. */
  get wishes(): readonly FaultWish[] {
    return this.#wishes.map(({ wish }) => wish);
  }

  /**
   * What becomes of one thing at a place; waits on the clock where that is the fault.
   *
   * @param names what it is called: a wish for one of them, or for any, counts
   */
  async meet(place: FaultPlace, ...names: readonly string[]): Promise<FaultOutcome> {
    const entry = this.#wishes.find(
      ({ wish }) => wish.place === place && (wish.only === undefined || names.includes(wish.only)),
    );
    if (entry === undefined) {
      return "pass";
    }
    entry.left -= 1;
    if (entry.left <= 0) {
      this.#wishes = this.#wishes.filter((it) => it !== entry);
    }
    const { kind, delayMilliseconds = DEFAULT_DELAY_MILLISECONDS } = entry.wish;
    if (kind !== "delay") {
      return kind;
    }
    await new Promise<void>((resolve) => {
      this.#clock.setTimeout(resolve, delayMilliseconds);
    });
    return "pass";
  }
}
