import type { HistoryEntry } from "@kite-chat/protocol";
import { type ChatMessage, keyOf } from "./message";
import type { Request } from "./requests";
import { toMessage } from "./server-frame";

const pageSize = 30;
/** The maximum number of pages that are loaded to close a gap. A visitor who missed more scrolls up. */
const gapPagesMax = 10;

export interface HistoryProps {
  /** Returns the messages that are known and stored. */
  readonly known: () => readonly ChatMessage[];
  readonly onMessages: (messages: readonly ChatMessage[]) => void;
  readonly onChange: () => void;
}

/** Loads the conversation from the server: the newest page after each JOIN, older ones on request. */
export class History {
  readonly #props: HistoryProps;
  #before: string | null | undefined;
  #gapPages = 0;
  #isLoaded = false;
  #hasOlder = false;
  #isYielding = false;

  constructor(props: HistoryProps) {
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
    return this.#before !== undefined;
  }

  /** Whether the newest page must load before anything is sent. False after the server failed to return it. */
  get isUrgent(): boolean {
    return this.#before === null && !this.#isYielding;
  }

  /** Asks for the newest messages, and for those between them and the known ones. */
  refresh(): void {
    this.#before = null;
    this.#gapPages = 0;
    this.#isYielding = false;
  }

  /** Asks for the messages before the oldest one. */
  loadOlder(): void {
    if (!this.isLoading && this.#hasOlder) {
      this.#before = this.#props.known()[0]?.timestamp ?? null;
      this.#gapPages = gapPagesMax;
      this.#props.onChange();
    }
  }

  /** Returns the request for the next page, if one is needed. */
  request(): Request | undefined {
    if (this.#before === undefined) {
      return undefined;
    }
    return {
      frame: ["HIS", pageSize, this.#before],
      onAnswer: (frame) => {
        if (frame[0] === "HIS") {
          this.#receive(frame[1]);
        }
        return frame[0] === "HIS";
      },
      onError: () => {
        this.#before = undefined;
        this.#props.onChange();
      },
      onRetry: () => {
        this.#isYielding = true;
      },
    };
  }

  #receive(entries: readonly HistoryEntry[]): void {
    const page = entries.map(([direction, frame]) =>
      toMessage(frame, direction === "in" ? "host" : "visitor"),
    );
    const known = new Set(this.#props.known().map(keyOf));
    const isGap = known.size > 0 && page.length > 0 && !page.some((message) => known.has(keyOf(message)));
    const wasOlder = this.#before !== null;
    const [oldest] = page;
    // A page may be short because of its size in bytes: only an empty one is the end.
    if (!this.#isLoaded || (wasOlder && (page.length === 0 || this.#gapPages >= gapPagesMax))) {
      this.#hasOlder = page.length > 0;
    }
    this.#isLoaded = true;
    const continues = isGap && this.#gapPages < gapPagesMax && oldest !== undefined;
    this.#gapPages += 1;
    this.#before = continues ? oldest.timestamp : undefined;
    this.#props.onMessages(page);
    this.#props.onChange();
  }
}
