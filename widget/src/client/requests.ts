import { internalCode, type ServerFrame, tooManyCode } from "@kite-chat/protocol";
import { backoffMilliseconds } from "./backoff";
import { type Clock, second, type Timer } from "./clock";
import { answerMilliseconds } from "./joined-socket";
import { retryAfterMilliseconds } from "./retry-after";

/** A frame that the server answers. */
export interface FrameRequest {
  readonly frame: readonly unknown[];
  /** Handles a frame. @returns whether the frame was the answer */
  readonly onAnswer: (frame: ServerFrame) => boolean;
  /** Handles an error that another attempt cannot fix. */
  readonly onError?: (code: number) => void;
  /** Called before another attempt, after an error of the server's own. */
  readonly onRetry?: () => void;
}

export interface RequestsProps {
  readonly clock: Clock;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  readonly send: (frame: readonly unknown[]) => void;
  /** Returns the request to send now, if there is one. */
  readonly next: () => FrameRequest | undefined;
  /** Called when an answer does not come in time. */
  readonly onSilence: () => void;
}

/** No limit of the server requires a longer pause between two frames. */
const longestPaceMilliseconds = 10 * second;

/**
 * Sends one request at a time. An `ERR` does not contain the id of a message, so only one request may be pending. In
 * addition, a text gets its timestamp only after the text before it was acknowledged.
 */
export class Requests {
  readonly #props: RequestsProps;
  #pending: FrameRequest | undefined;
  #timer: Timer | undefined;
  #isOpen = false;
  #isPaused = false;
  #failures = 0;
  /**
   * The pause between two requests. It is necessary because the server closes a socket if it rejects too many of its
   * frames.
   */
  #paceMilliseconds = 0;

  constructor(props: RequestsProps) {
    this.#props = props;
  }

  /** Starts again on a socket that has joined. */
  open(): void {
    this.close();
    this.#isOpen = true;
    this.sendNext();
  }

  /** Drops the pending request, because its socket is closed. */
  close(): void {
    this.#timer?.cancel();
    this.#pending = undefined;
    this.#isOpen = false;
    this.#isPaused = false;
  }

  /** Sends the next request, unless one is pending. */
  sendNext(): void {
    if (!this.#isOpen || this.#isPaused || this.#pending !== undefined) {
      return;
    }
    this.#pending = this.#props.next();
    if (this.#pending === undefined) {
      this.#paceMilliseconds = 0;
    } else {
      this.#timer = this.#props.clock.setTimeout(this.#props.onSilence, answerMilliseconds);
      this.#props.send(this.#pending.frame);
    }
  }

  /** @returns whether the frame was an answer to the pending request */
  receive(frame: ServerFrame): boolean {
    const pending = this.#pending;
    if (pending === undefined) {
      return false;
    }
    if (frame[0] === "ERR") {
      this.#settle();
      this.#onError(pending, frame[2], frame[1]);
      return true;
    }
    if (!pending.onAnswer(frame)) {
      return false;
    }
    this.#failures = 0;
    this.#settle();
    if (this.#paceMilliseconds > 0) {
      this.#pause(this.#paceMilliseconds);
    } else {
      this.sendNext();
    }
    return true;
  }

  #settle(): void {
    this.#timer?.cancel();
    this.#pending = undefined;
  }

  #onError(request: FrameRequest, code: number, reason: string): void {
    if (code !== tooManyCode && code !== internalCode) {
      request.onError?.(code);
      this.sendNext();
      return;
    }
    this.#failures += 1;
    request.onRetry?.();
    const retryAfter = retryAfterMilliseconds(code, reason);
    this.#paceMilliseconds = Math.max(this.#paceMilliseconds, Math.min(retryAfter, longestPaceMilliseconds));
    this.#pause(Math.max(retryAfter, backoffMilliseconds(this.#failures, this.#props.random())));
  }

  #pause(milliseconds: number): void {
    this.#isPaused = true;
    this.#timer = this.#props.clock.setTimeout(() => {
      this.#isPaused = false;
      this.sendNext();
    }, milliseconds);
  }
}
