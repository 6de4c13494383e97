import { chance } from "./chance";
import type { Clock } from "./clock";

/** The faults that can be injected: a description for each place and kind. */
export const injectableFaults = {
  connect: {
    refuse: "a new socket is rejected with 429",
    delay: "a new socket is delayed",
  },
  frame: {
    refuse: "a frame is answered with “Too Many Requests”",
    delay: "a frame is delayed on the way to its function",
    lose: "a frame never arrives",
  },
  disconnect: {
    delay: "$disconnect is delayed",
    lose: "$disconnect is lost",
  },
  push: {
    refuse: "a push to a socket is answered with 410 Gone, and the socket is cut two seconds later",
    throttle: "a push to a socket is answered with 429",
    delay: "a push to a socket is delayed",
  },
  request: {
    refuse: "an HTTP request is answered with 429",
    delay: "an HTTP request is delayed",
  },
  table: {
    refuse: "a call of a table fails with 500",
    throttle: "a call of a table is throttled with 400",
    conflict: "a write to a table conflicts with a transaction",
    delay: "a call of a table is delayed",
    lose: "a call of a table takes effect, but the response is lost",
  },
  queue: {
    refuse: "a call of a queue fails with 500",
    delay: "a call of a queue is delayed",
    lose: "a call of a queue takes effect, but the response is lost",
  },
  bucket: {
    refuse: "a call of a bucket fails with 503",
    delay: "a call of a bucket is delayed",
    lose: "a call of a bucket takes effect, but the response is lost",
  },
  function: {
    kill: "a function is killed after a call that changed data, before it receives the response",
  },
} as const satisfies Readonly<Record<string, Partial<Record<FaultKind, string>>>>;

/** A place where a fault can be injected. */
export type FaultPlace = keyof typeof injectableFaults;

/**
 * A kind of fault.
 * - `refuse`: the service rejects the call.
 * - `throttle`: the service rejects the call because of its rate.
 * - `conflict`: the service rejects the call because a transaction is in progress.
 * - `delay`: the call is handled late.
 * - `lose`: the call is handled, but its response never arrives. If a call has no response, the call itself never
 *   arrives.
 * - `kill`: the call is handled, and the caller is killed before it receives the response.
 */
export type FaultKind = "refuse" | "throttle" | "conflict" | "delay" | "lose" | "kill";

/** A fault to inject: its place, its kind, the calls that it affects, and how often it occurs. */
export interface FaultWish {
  readonly place: FaultPlace;
  readonly kind: FaultKind;
  /** Delay of a `delay`. @default 2000 */
  readonly delayMilliseconds?: number;
  /**
   * Affects only calls with at least one of these names: a connection id, an operation such as `PutItem`, or the name
   * of a table, queue, bucket, stage or function.
   * @default - any call
   */
  readonly only?: string | readonly string[];
  /** Regular expression that the content of a call must match. @default - any content */
  readonly pattern?: string;
  /** Number of times that the fault occurs. @default - until it is removed */
  readonly times?: number;
  /** Share of the calls that fail, 0 to 1. The seed decides which calls fail. @default 1 */
  readonly probability?: number;
  /**
   * Number of further calls with the same key that fail after a failure, so that retries of a client fail too. Applies
   * to half of the failures.
   * @default 0
   */
  readonly repeats?: number;
}

/**
 * Result of a fault decision: the call is handled as usual (`pass`), or a fault occurs. A `delay` results in `pass`,
 * after the delay.
 */
export type FaultOutcome = "pass" | Exclude<FaultKind, "delay">;

/** A call into which a fault can be injected. */
export interface FaultCall {
  readonly place: FaultPlace;
  /** Names of the call; see {@link FaultWish.only}. */
  readonly names: readonly string[];
  /** Content of the call, for example the body of a request. @default "" */
  readonly content?: string | undefined;
  /** Details for `onDecision`, for example the event of an invocation. @default - none */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** The decision about one call, as it is passed to `onDecision`. */
export interface FaultDecision extends FaultCall {
  /** Identifies the call across runs; see {@link FaultsOptions.keyOf}. */
  readonly key: string;
  /** Number of earlier calls with this key at this place. */
  readonly occurrence: number;
  /** The faults that match the call, in order. If `struck` is set, it is the last of them. */
  readonly considered: readonly FaultWish[];
  /** The fault that occurred. */
  readonly struck: FaultWish | undefined;
}

/** Options of {@link Faults}. */
export interface FaultsOptions {
  /** Decides which calls fail when a fault has a `probability`. @default "" */
  readonly seed?: string | undefined;
  /** Returns a text that identifies a call across runs. @default - the first name of the call */
  readonly keyOf?: ((call: FaultCall) => string) | undefined;
  /** Called for each decision. @default - not called */
  readonly onDecision?: ((decision: FaultDecision) => void) | undefined;
}

interface ActiveWish {
  readonly wish: FaultWish;
  /** Remaining number of occurrences. */
  left: number;
  /** Number of further calls that fail, by key. */
  readonly repeating: Map<string, number>;
}

/** Duration of a `delay` without `delayMilliseconds`. */
export const defaultDelayMilliseconds = 2000;

/** The faults to inject into a running server. Tests and tools add and remove them at any time. */
export class Faults {
  readonly #clock: Clock;
  readonly #options: FaultsOptions;
  readonly #occurrences = new Map<string, number>();
  #wishes: ActiveWish[] = [];

  constructor(clock: Clock, options: FaultsOptions = {}) {
    this.#clock = clock;
    this.#options = options;
  }

  /**
   * Adds a fault. When several faults match a call, the oldest fault occurs.
   *
   * @returns A function that removes the fault.
   * @throws Error for a kind of fault that the place does not have
   */
  add(wish: FaultWish): () => void {
    if (!Object.hasOwn(injectableFaults[wish.place], wish.kind)) {
      const kinds = Object.keys(injectableFaults[wish.place]).join(", ");
      throw new Error(
        `Cannot inject the fault "${wish.kind}" at the place "${wish.place}": expected one of ${kinds}.`,
      );
    }
    const entry = { wish, left: wish.times ?? Number.POSITIVE_INFINITY, repeating: new Map() };
    this.#wishes.push(entry);
    return () => {
      this.#wishes = this.#wishes.filter((it) => it !== entry);
    };
  }

  /** Removes all faults. */
  clear(): void {
    this.#wishes = [];
  }

  /** The faults that are active. */
  get wishes(): readonly FaultWish[] {
    return this.#wishes.map(({ wish }) => wish);
  }

  /** Decides what happens to one call. Waits on the clock when the fault is a delay. */
  async apply(call: FaultCall): Promise<FaultOutcome> {
    const wish = this.#decide(call);
    if (wish === undefined) {
      return "pass";
    }
    const { kind, delayMilliseconds = defaultDelayMilliseconds } = wish;
    if (kind !== "delay") {
      return kind;
    }
    await new Promise<void>((resolve) => {
      this.#clock.setTimeout(resolve, delayMilliseconds);
    });
    return "pass";
  }

  #decide(call: FaultCall): FaultWish | undefined {
    const key = this.#options.keyOf?.(call) ?? call.names[0] ?? "";
    const counted = `${call.place} ${key}`;
    const occurrence = this.#occurrences.get(counted) ?? 0;
    const considered: FaultWish[] = [];
    let struck: FaultWish | undefined;
    for (const entry of [...this.#wishes]) {
      if (struck === undefined && fits(entry.wish, call)) {
        considered.push(entry.wish);
        if (this.#strikes(entry, counted, occurrence)) {
          struck = entry.wish;
          this.#countDown(entry);
        }
      }
    }
    // Occurrences are counted only for faults with a probability.
    if (considered.some(({ probability }) => probability !== undefined)) {
      this.#occurrences.set(counted, occurrence + 1);
    }
    this.#options.onDecision?.({ ...call, key, occurrence, considered, struck });
    return struck;
  }

  #strikes({ wish, repeating }: ActiveWish, key: string, occurrence: number): boolean {
    const left = repeating.get(key);
    if (left !== undefined) {
      left > 1 ? repeating.set(key, left - 1) : repeating.delete(key);
      return true;
    }
    const { probability = 1, repeats = 0, kind, place } = wish;
    const about = [place, kind, key, occurrence] as const;
    const { seed = "" } = this.#options;
    if (probability < 1 && chance(seed, ...about) >= probability) {
      return false;
    }
    if (repeats > 0 && chance(seed, "repeats", ...about) < 0.5) {
      repeating.set(key, repeats);
    }
    return true;
  }

  #countDown(entry: ActiveWish): void {
    entry.left -= 1;
    if (entry.left <= 0) {
      this.#wishes = this.#wishes.filter((it) => it !== entry);
    }
  }
}

function fits({ place, only, pattern }: FaultWish, call: FaultCall): boolean {
  const wanted = only === undefined ? undefined : [only].flat();
  return (
    place === call.place &&
    (wanted === undefined || wanted.some((name) => call.names.includes(name))) &&
    (pattern === undefined || new RegExp(pattern).test(call.content ?? ""))
  );
}
