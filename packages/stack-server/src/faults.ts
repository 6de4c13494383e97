import { chance } from "./chance";
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
    refuse: "a push to a socket is answered 410 Gone, and the socket is cut two seconds later",
    throttle: "a push to a socket is answered 429",
    delay: "a push to a socket waits",
  },
  request: {
    refuse: "an HTTP request is answered 429",
    delay: "an HTTP request waits",
  },
  table: {
    refuse: "a call of a table fails with 500",
    throttle: "a call of a table is throttled with 400",
    conflict: "a write to a table conflicts with a transaction",
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
    lose: "a call of a bucket is done, and its answer is lost",
  },
  function: {
    kill: "a function is killed after a call that changed something, before it sees the answer",
  },
} as const satisfies Readonly<Record<string, Partial<Record<FaultKind, string>>>>;

/** Where something can go wrong. */
export type FaultPlace = keyof typeof FAULTS;

/**
 * How something goes wrong.
 * - `refuse`: the service rejects it.
 * - `throttle`: the service rejects it because there are too many.
 * - `conflict`: the service rejects it because a transaction is in progress.
 * - `delay`: it happens late.
 * - `lose`: it happens, but its answer (or the thing itself, if nobody answers) never arrives.
 * - `kill`: it happens, and the caller ends before it sees the answer.
 */
export type FaultKind = "refuse" | "throttle" | "conflict" | "delay" | "lose" | "kill";

/** A fault that is asked for. */
export interface FaultWish {
  readonly place: FaultPlace;
  readonly kind: FaultKind;
  /** For `delay`. @default 2000 */
  readonly delayMilliseconds?: number;
  /**
   * A connection's id, the name of a table, queue, bucket, stage or function, or an operation such as `PutItem`.
   * One of several is enough.
   * @default any
   */
  readonly only?: string | readonly string[];
  /** A regular expression that the content of a call must match. @default any content */
  readonly pattern?: string;
  /** How often it happens. @default - until it is taken back */
  readonly times?: number;
  /** The share of calls that it strikes, 0 to 1; the seed decides which. @default 1 */
  readonly probability?: number;
  /**
   * How many further calls with the same key it strikes, for half of the calls that it strikes at all: a client that
   * tries again meets it again. @default 0
   */
  readonly repeats?: number;
}

/** What becomes of something that may go wrong. */
export type FaultOutcome = "pass" | Exclude<FaultKind, "delay">;

/** Something that may go wrong. */
export interface FaultCall {
  readonly place: FaultPlace;
  /** What it is called: a wish for one of these, or for any, counts. */
  readonly names: readonly string[];
  /** What it holds, for example the body of a request. @default "" */
  readonly content?: string | undefined;
  /** Details for an observer, for example the event of an invocation. @default none */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** A decision about one call, as an observer learns of it. */
export interface FaultDecision extends FaultCall {
  /** What the same call has in common in every run; see {@link FaultsOptions.keyOf}. */
  readonly key: string;
  /** Counts the calls with this key at this place, from 0. */
  readonly occurrence: number;
  /** The wishes that might have struck, in order; the last one did if `struck` is set. */
  readonly considered: readonly FaultWish[];
  readonly struck: FaultWish | undefined;
}

export interface FaultsOptions {
  /** Decides with the calls' keys which calls a wish with a probability strikes. @default "" */
  readonly seed?: string | undefined;
  /** Names what a call has in common with the same call of another run. @default - the first of its names */
  readonly keyOf?: ((call: FaultCall) => string) | undefined;
  /** Called for each decision. @default - not called */
  readonly onDecision?: ((decision: FaultDecision) => void) | undefined;
}

export const DEFAULT_DELAY_MILLISECONDS = 2000;

/** The faults that are asked for: tests, programs and a page set them, the servers ask before they serve. */
export class Faults {
  readonly #clock: Clock;
  readonly #options: FaultsOptions;
  readonly #occurrences = new Map<string, number>();
  #wishes: { readonly wish: FaultWish; left: number; readonly repeating: Map<string, number> }[] = [];

  constructor(clock: Clock, options: FaultsOptions = {}) {
    this.#clock = clock;
    this.#options = options;
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
    const entry = { wish, left: wish.times ?? Number.POSITIVE_INFINITY, repeating: new Map() };
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

  /** As {@link apply}, for something without content. */
  meet(place: FaultPlace, ...names: readonly string[]): Promise<FaultOutcome> {
    return this.apply({ place, names });
  }

  /** Decides what becomes of one call; waits on the clock where that is the fault. */
  async apply(call: FaultCall): Promise<FaultOutcome> {
    const wish = this.#decide(call);
    if (wish === undefined) {
      return "pass";
    }
    const { kind, delayMilliseconds = DEFAULT_DELAY_MILLISECONDS } = wish;
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
    // A key that no wish with a probability looks at needs no memory.
    if (considered.some(({ probability }) => probability !== undefined)) {
      this.#occurrences.set(counted, occurrence + 1);
    }
    this.#options.onDecision?.({ ...call, key, occurrence, considered, struck });
    return struck;
  }

  #strikes(
    { wish, repeating }: { readonly wish: FaultWish; readonly repeating: Map<string, number> },
    key: string,
    occurrence: number,
  ): boolean {
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

  #countDown(entry: { left: number }): void {
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
