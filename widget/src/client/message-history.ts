import type { HistoryEntry } from "@kite-chat/protocol";
import { type ChatMessage, keyOf } from "./message";
import type { FrameRequest } from "./requests";
import { toMessage } from "./server-frame";

const pageSize = 30;
/**
 * The maximum number of pages that are loaded to reach known messages. If a visitor has missed more, scrolling up loads
 * them.
 */
const missedPagesMax = 10;

export interface MessageHistoryProps {
  /** Returns the messages that are known and stored. */
  readonly known: () => readonly ChatMessage[];
  readonly onMessages: (messages: readonly ChatMessage[]) => void;
  /**
   * Called when messages are missing before a time: those before it must go, so that scrolling up loads all in order.
   * @param isShared whether other tabs miss them too
   */
  readonly onGap: (before: string, isShared: boolean) => void;
  readonly onChange: () => void;
}

/** A page to load. */
interface PageToLoad {
  /** The end of the page: ISO 8601 UTC, or null for the newest messages. */
  readonly before: string | null;
  /**
   * `missed`: pages are loaded until they reach known messages. `older`: one page is loaded, because the visitor has
   * scrolled up.
   */
  readonly purpose: "missed" | "older";
}

/** Loads the conversation from the server: missed messages after each JOIN, and older messages on request. */
export class MessageHistory {
  readonly #props: MessageHistoryProps;
  #page: PageToLoad | undefined;
  /**
   * The messages that were known before some were missed. Those that came since do not count, live or from another tab:
   * they may be newer than a gap.
   */
  #knownBefore: ReadonlySet<string> | undefined;
  #missedPages = 0;
  /** Whether the visitor scrolled up before the connection was established. */
  #wantsOlder = false;
  #isLoaded = false;
  #hasOlder = false;
  #isYielding = false;

  constructor(props: MessageHistoryProps) {
    this.#props = props;
  }

  /** Whether the newest page was loaded. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Whether the server may have older messages. */
  get hasOlder(): boolean {
    return this.#hasOlder;
  }

  get isLoading(): boolean {
    return this.#page !== undefined;
  }

  /**
   * Whether the newest page must load before anything is sent. False after the server has failed to return that page.
   */
  get isUrgent(): boolean {
    return this.#page?.before === null && !this.#isYielding;
  }

  /** Notes that messages may be missed from now on: no socket receives them. */
  noteLost(): void {
    // If the connection broke while missed messages were loaded, they are still missing.
    this.#knownBefore ??= new Set(this.#isLoaded ? this.#props.known().map(keyOf) : []);
  }

  /** Loads nothing more until the next JOIN: another tab has the socket, or the visitor must ask for one. */
  stop(): void {
    this.#page = undefined;
  }

  /** Notes that messages are missing before those that are known. */
  noteGap(): void {
    this.#hasOlder = true;
  }

  /** Asks for the newest messages, and for those between them and the known ones. */
  refresh(): void {
    this.#wantsOlder = this.#page?.purpose === "older";
    this.noteLost();
    this.#missedPages = 0;
    this.#page = { before: null, purpose: "missed" };
    this.#isYielding = false;
  }

  /** Requests the messages before the oldest known one. */
  loadOlder(): void {
    if (!this.isLoading && this.#hasOlder) {
      this.#page = { before: this.#props.known()[0]?.timestamp ?? null, purpose: "older" };
      this.#props.onChange();
    }
  }

  /** Returns the request for the next page, if one is needed. */
  request(): FrameRequest | undefined {
    const page = this.#page;
    return (
      page && {
        frame: ["HIS", pageSize, page.before],
        onAnswer: (frame) => {
          if (frame[0] === "HIS") {
            this.#receive(page, frame[1]);
          }
          return frame[0] === "HIS";
        },
        onError: () => {
          this.#page = undefined;
          this.#props.onChange();
        },
        onRetry: () => {
          this.#isYielding = true;
        },
      }
    );
  }

  #receive({ purpose }: PageToLoad, entries: readonly HistoryEntry[]): void {
    const messages = entries.map(([direction, frame]) =>
      toMessage(frame, direction === "in" ? "host" : "visitor"),
    );
    // A page may be short because its size in bytes is limited. Only an empty page means that there are no older
    // messages.
    const isEnd = messages.length === 0;
    if (purpose === "older" || isEnd) {
      this.#hasOlder = !isEnd;
    }
    this.#isLoaded = true;
    this.#page = undefined;
    if (purpose === "missed") {
      this.#loadMissed(messages);
    }
    this.#props.onMessages(messages);
    this.#props.onChange();
    if (this.#wantsOlder && !this.isLoading) {
      this.#wantsOlder = false;
      this.loadOlder();
    }
  }

  /** Continues with the page before a page of missed messages, unless that page contains known messages. */
  #loadMissed(messages: readonly ChatMessage[]): void {
    const known = this.#knownBefore;
    const [oldest] = messages;
    this.#missedPages += 1;
    if (oldest === undefined || messages.some((message) => known?.has(keyOf(message)))) {
      this.#knownBefore = undefined;
    } else if (known?.size && this.#missedPages < missedPagesMax) {
      this.#page = { before: oldest.timestamp, purpose: "missed" };
    } else {
      this.#knownBefore = undefined;
      // A tab that knew nothing may have heard of older messages from another one, but not of all.
      this.#props.onGap(oldest.timestamp, known?.size !== 0);
    }
  }
}
