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
import type { AdvancedClock, ClockAdvance, FaultChoice, FaultPlaceView, FaultsView } from "./fault-view";
import { RefusedError } from "./http";

/** Properties of {@link FaultPanel}. */
export interface FaultPanelProps {
  readonly faults: Faults;
  /** Faults of the embedded Telegram; `undefined` if the Bot API server is external. */
  readonly telegramFaults: TelegramFaults | undefined;
  /** Read lag that the panel can change. @default - the panel offers no read lag */
  readonly readLag?: ReadLag | undefined;
  /** Clock of sockets, throttles, queues and schedules. */
  readonly clock: Pick<ShiftableClock, "advance" | "aheadMilliseconds">;
  /** Returns the ids of the open sockets. */
  readonly openConnections: () => readonly string[];
  /** Cuts all sockets without a close frame. */
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

/**
 * API Gateway closes a socket after two hours:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const longestMinutes = 120;

const telegramRow = "telegram";

const readsRow = "reads";

/**
 * Read lags that replace the lag of the run. The lag of the run is not a fault, because reads lag on AWS too.
 */
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

/** Each of these faults affects every call of the bot until the fault is removed. */
const faultsOfTelegram: ReadonlyMap<string, { readonly text: string; readonly fault: TelegramFault }> =
  new Map([
    ["slow", { text: "the bot's calls are delayed (2 s)", fault: { kind: "slow", delayMilliseconds: 2000 } }],
    [
      "tooManyRequests",
      {
        text: "the bot's calls fail with 429, retry after 5 s",
        fault: { kind: "tooManyRequests", retryAfterSeconds: 5 },
      },
    ],
    ["serverError", { text: "the bot's calls fail with 500", fault: { kind: "serverError" } }],
    [
      "lostAnswer",
      { text: "the bot's calls take effect, but the response is lost", fault: { kind: "lostAnswer" } },
    ],
  ]);

/** Faults that a person selects on the page, at most one kind per place. */
export class FaultPanel {
  readonly #props: FaultPanelProps;
  readonly #chosen = new Map<string, { readonly kind: string; readonly remove: () => void }>();

  constructor(props: FaultPanelProps) {
    this.#props = props;
  }

  /** Returns the available faults and the active faults. */
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

  /** Injects a fault at a place, instead of the previous one. @throws RefusedError for an unknown fault */
  choose({ place, kind }: FaultChoice): void {
    const known = this.view.places.find((it) => it.place === place);
    if (known === undefined || !(kind === "" || known.kinds.some((it) => it.kind === kind))) {
      throw new RefusedError(
        400,
        `Unknown fault "${kind}" at "${place}". Choose one of the faults that GET /playground/faults lists.`,
      );
    }
    this.#chosen.get(place)?.remove();
    this.#chosen.delete(place);
    if (kind !== "") {
      this.#chosen.set(place, { kind, remove: this.#inject(place, kind) });
    }
  }

  /** Cuts all sockets, as a broken network connection does. */
  cutConnections(): void {
    this.#props.cutConnections();
  }

  /** Advances the run's clock. @throws RefusedError for a number of minutes outside 1 to 120 */
  async advanceClock({ minutes }: ClockAdvance): Promise<AdvancedClock> {
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > longestMinutes) {
      throw new RefusedError(400, `minutes: expected a whole number from 1 to ${longestMinutes}.`);
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

  #inject(place: string, kind: string): () => void {
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
