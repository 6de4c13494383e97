import {
  DEFAULT_DELAY_MILLISECONDS,
  FAULTS,
  type FaultKind,
  type FaultPlace,
  type Faults,
} from "../../local/faults";
import type { ShiftableClock } from "../../local/shiftable-clock";
import type { Fault as TelegramFault, Faults as TelegramFaults } from "../telegram/faults";
import type { FaultChoice, FaultsView, TimeChoice, TimePassed } from "./fault-view";
import { RefusedError } from "./http";

export interface FaultPanelProps {
  readonly faults: Faults;
  /** Of our own Telegram; `undefined`: the host sits in one that does not do our bidding. */
  readonly telegramFaults: TelegramFaults | undefined;
  /** Of sockets, throttles, queues and schedules. */
  readonly clock: Pick<ShiftableClock, "advance" | "aheadMilliseconds">;
  /** The ids of the sockets that are open. */
  readonly openConnections: () => readonly string[];
  /** Cuts all sockets without a word. */
  readonly cutConnections: () => void;
}

const LABELS: Readonly<Record<FaultPlace, string>> = {
  connect: "New sockets",
  frame: "Frames",
  disconnect: "$disconnect",
  push: "Pushes to sockets",
  request: "HTTP requests",
  table: "Tables",
  queue: "Queues",
  bucket: "Buckets",
};

const MINUTE_MILLISECONDS = 60_000;

/** No socket lives longer than two hours. */
const LONGEST_MINUTES = 120;

const TELEGRAM = "telegram";

/** Every call of the bot, until it is taken back. */
const TELEGRAM_FAULTS: ReadonlyMap<string, { readonly text: string; readonly fault: TelegramFault }> =
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
    const places = Object.entries(FAULTS).map(([place, kinds]) => ({
      place,
      label: LABELS[place as FaultPlace],
      kinds: Object.entries(kinds).map(([kind, text]) => ({
        kind,
        text: kind === "delay" ? `${text} (${DEFAULT_DELAY_MILLISECONDS / 1000} s)` : text,
      })),
      chosen: this.#kindOf(place),
    }));
    const telegram = {
      place: TELEGRAM,
      label: "Telegram",
      kinds: [...TELEGRAM_FAULTS].map(([kind, { text }]) => ({ kind, text })),
      chosen: this.#kindOf(TELEGRAM),
    };
    return {
      places: this.#props.telegramFaults === undefined ? places : [...places, telegram],
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
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES) {
      throw new RefusedError(400, `Wanted 1 to ${LONGEST_MINUTES} whole minutes.`);
    }
    const { clock, openConnections } = this.#props;
    const before = openConnections();
    await clock.advance(minutes * MINUTE_MILLISECONDS);
    const after = new Set(openConnections());
    return {
      closedSockets: before.filter((id) => !after.has(id)).length,
      openSockets: after.size,
      minutesAhead: this.#minutesAhead,
    };
  }

  get #minutesAhead(): number {
    return this.#props.clock.aheadMilliseconds / MINUTE_MILLISECONDS;
  }

  #ask(place: string, kind: string): () => void {
    const { faults, telegramFaults } = this.#props;
    const telegram = place === TELEGRAM ? TELEGRAM_FAULTS.get(kind) : undefined;
    if (telegram !== undefined) {
      telegramFaults?.failNext("*", telegram.fault, Number.POSITIVE_INFINITY);
      return () => telegramFaults?.clear();
    }
    return faults.add({ place: place as FaultPlace, kind: kind as FaultKind });
  }

  #kindOf(place: string): string {
    return this.#chosen.get(place)?.kind ?? "";
  }
}
