import type { Fault as TelegramFault, Faults as TelegramFaults } from "@kite-chat/bot-api-server";
import {
  defaultDelayMilliseconds,
  type FaultKind,
  type FaultPlace,
  type Faults,
  injectableFaults,
  type LagRange,
  noLag,
  type ReadLag,
  type ShiftableClock,
} from "@kite-chat/stack-server";
import type { FaultChoice, FaultPlaceView, FaultsView, TimeChoice, TimePassed } from "./fault-view";
import { RefusedError } from "./http";

export interface FaultPanelProps {
  readonly faults: Faults;
  /** Of our own Telegram; `undefined`: the host sits in one that does not do our bidding. */
  readonly telegramFaults: TelegramFaults | undefined;
  /** @default - reads do not lag, and the panel offers no lag */
  readonly readLag?: ReadLag | undefined;
  /** Of sockets, throttles, queues and schedules. */
  readonly clock: Pick<ShiftableClock, "advance" | "aheadMilliseconds">;
  /** The ids of the sockets that are open. */
  readonly openConnections: () => readonly string[];
  /** Cuts all sockets without a word. */
  readonly cutConnections: () => void;
}

const labels: Readonly<Record<FaultPlace, string>> = {
  connect: "New sockets",
  frame: "Frames",
  disconnect: "$disconnect",
  push: "Pushes to sockets",
  request: "HTTP requests",
  table: "Tables",
  queue: "Queues",
  bucket: "Buckets",
  function: "Functions",
};

const minuteMilliseconds = 60_000;

/** No socket lives longer than two hours. */
const longestMinutes = 120;

const telegramRow = "telegram";

const readsRow = "reads";

/** What replaces the lag of the start. Reads lag on AWS too, so that one counts as working. */
const readLags: ReadonlyMap<string, { readonly text: string; readonly range: LagRange }> = new Map([
  ["none", { text: "every read is up to date, unlike on AWS", range: noLag }],
  [
    "long",
    {
      text: "a read without ConsistentRead is up to 0.5 s old",
      range: { minimumMilliseconds: 20, maximumMilliseconds: 500 },
    },
  ],
  [
    "longest",
    {
      text: "a read without ConsistentRead is 2 to 5 s old",
      range: { minimumMilliseconds: 2000, maximumMilliseconds: 5000 },
    },
  ],
]);

/** Every call of the bot, until it is taken back. */
const faultsOfTelegram: ReadonlyMap<string, { readonly text: string; readonly fault: TelegramFault }> =
  new Map([
    ["slow", { text: "a call of the bot waits (2 s)", fault: { kind: "slow", delayMilliseconds: 2000 } }],
    [
      "tooManyRequests",
      {
        text: "a call of the bot is answered 429, retry after 5 s",
        fault: { kind: "tooManyRequests", retryAfterSeconds: 5 },
      },
    ],
    ["serverError", { text: "a call of the bot is answered 500", fault: { kind: "serverError" } }],
    [
      "lostAnswer",
      { text: "a call of the bot is done, and its answer is lost", fault: { kind: "lostAnswer" } },
    ],
  ]);

/** What goes wrong because somebody chose so on the page: one kind of fault a place. */
export class FaultPanel {
  readonly #props: FaultPanelProps;
  readonly #chosen = new Map<string, { readonly kind: string; readonly takeBack: () => void }>();

  constructor(props: FaultPanelProps) {
    this.#props = props;
  }

  /** What can be chosen, and what is. */
  get view(): FaultsView {
    const places = Object.entries(injectableFaults).map(([place, kinds]) => ({
      place,
      label: labels[place as FaultPlace],
      kinds: Object.entries(kinds).map(([kind, text]) => ({
        kind,
        text: kind === "delay" ? `${text} (${defaultDelayMilliseconds / 1000} s)` : text,
      })),
      chosen: this.#kindOf(place),
    }));
    const reads = this.#placeOf(readsRow, "Reads of tables", readLags);
    const telegram = this.#placeOf(telegramRow, "Telegram", faultsOfTelegram);
    return {
      places: [
        ...places,
        ...(this.#props.readLag === undefined ? [] : [reads]),
        ...(this.#props.telegramFaults === undefined ? [] : [telegram]),
      ],
      minutesAhead: this.#minutesAhead,
    };
  }

  /** Asks for a fault at a place, in the stead of the one before. @throws RefusedError for one that there is not */
  choose({ place, kind }: FaultChoice): void {
    const known = this.view.places.find((it) => it.place === place);
    if (known === undefined || !(kind === "" || known.kinds.some((it) => it.kind === kind))) {
      throw new RefusedError(400, `There is no fault "${kind}" of "${place}".`);
    }
    this.#chosen.get(place)?.takeBack();
    this.#chosen.delete(place);
    if (kind !== "") {
      this.#chosen.set(place, { kind, takeBack: this.#ask(place, kind) });
    }
  }

  /** Cuts all sockets, as a broken line does. */
  cutConnections(): void {
    this.#props.cutConnections();
  }

  /** Moves the run's clock on. @throws RefusedError for less than a minute, or more than the longest wait that there is */
  async letPass({ minutes }: TimeChoice): Promise<TimePassed> {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > longestMinutes) {
      throw new RefusedError(400, `Wanted 1 to ${longestMinutes} whole minutes.`);
    }
    const { clock, openConnections } = this.#props;
    const before = openConnections();
    await clock.advance(minutes * minuteMilliseconds);
    const after = new Set(openConnections());
    return {
      closedSockets: before.filter((id) => !after.has(id)).length,
      openSockets: after.size,
      minutesAhead: this.#minutesAhead,
    };
  }

  get #minutesAhead(): number {
    return this.#props.clock.aheadMilliseconds / minuteMilliseconds;
  }

  #ask(place: string, kind: string): () => void {
    const { faults, telegramFaults, readLag } = this.#props;
    const lag = place === readsRow ? readLags.get(kind) : undefined;
    if (lag !== undefined && readLag !== undefined) {
      const before = readLag.range;
      readLag.set(lag.range);
      return () => readLag.set(before);
    }
    const telegram = place === telegramRow ? faultsOfTelegram.get(kind) : undefined;
    if (telegram !== undefined) {
      telegramFaults?.failNext("*", telegram.fault, Number.POSITIVE_INFINITY);
      return () => telegramFaults?.clear();
    }
    return faults.add({ place: place as FaultPlace, kind: kind as FaultKind });
  }

  #placeOf(
    place: string,
    label: string,
    kinds: ReadonlyMap<string, { readonly text: string }>,
  ): FaultPlaceView {
    return {
      place,
      label,
      kinds: [...kinds].map(([kind, { text }]) => ({ kind, text })),
      chosen: this.#kindOf(place),
    };
  }

  #kindOf(place: string): string {
    return this.#chosen.get(place)?.kind ?? "";
  }
}
