import { backoffMilliseconds } from "./backoff";
import { readServerFrame, type ServerFrame } from "./server-frame";
import type { TalkState } from "./talk-state";

/** An open WebSocket, as much of it as a talk needs. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

/** The events of a wire. `onClose` is called once, also for a wire that never opened. */
export interface WireEvents {
  onOpen(): void;
  onText(text: string): void;
  onClose(): void;
}

/** Time as the talk needs it, so that a test can move it. */
export interface TalkClock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(callback: () => void, milliseconds: number): { cancel(): void };
}

export interface ConnectionProps {
  /** Opens a WebSocket with the sub-protocol `k1te.chat.v1`. */
  readonly openWire: (events: WireEvents) => Wire;
  readonly clock: TalkClock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** The JOIN frame of now. */
  readonly joinFrame: () => readonly unknown[];
  /** @param notice A sentence of the server. `undefined`: the notice stays as it is. */
  readonly onState: (connection: TalkState["connection"], notice?: string) => void;
  /** A wire is gone, and with it what was under way. */
  readonly onDropped: () => void;
  /** Called after the answer to JOIN. */
  readonly onFrame: (frame: ServerFrame) => void;
}

/** API Gateway closes a connection that is idle for 10 minutes, some proxies after 100 s. */
const pingEveryMilliseconds = 60_000;
/** The gateway gives a Lambda 29 s; who waits longer waits for nothing. */
const answerWithinMilliseconds = 32_000;
const pongWithinMilliseconds = 20_000;
/** Codes of rejections that a retry cannot fix. */
const finalJoinCodes = [400, 403, 409];

/** A connection that joins, notices when it is dead, and comes back by itself. */
export class Connection {
  #wire: Wire | undefined;
  #isJoined = false;
  #failures = 0;
  #answerTimer: { cancel(): void } | undefined;
  #pingTimer: { cancel(): void } | undefined;
  #pongTimer: { cancel(): void } | undefined;
  #retryTimer: { cancel(): void } | undefined;

  readonly #props: ConnectionProps;

  constructor(props: ConnectionProps) {
    this.#props = props;
  }

  get isJoined(): boolean {
    return this.#isJoined;
  }

  /** Connects now, and from then on whenever the connection is lost. */
  connect(): void {
    this.close();
    this.#props.onState("connecting");
    const isCurrent = () => this.#wire === wire;
    const wire: Wire = this.#props.openWire({
      onOpen: () => isCurrent() && this.ask(this.#props.joinFrame()),
      onText: (text) => isCurrent() && this.#receive(text),
      onClose: () => isCurrent() && this.reconnectLater(),
    });
    this.#wire = wire;
    this.#expectAnswer();
  }

  /** Ends the connection. */
  close(): void {
    for (const timer of [this.#answerTimer, this.#pingTimer, this.#pongTimer, this.#retryTimer]) {
      timer?.cancel();
    }
    const wire = this.#wire;
    this.#wire = undefined;
    this.#isJoined = false;
    this.#props.onDropped();
    wire?.close();
  }

  /** Sends a frame that is answered; without an answer in time the connection counts as lost. */
  ask(frame: readonly unknown[]): void {
    this.#expectAnswer();
    this.#send(frame);
  }

  /** The answer that was expected has come. */
  answered(): void {
    this.#answerTimer?.cancel();
  }

  reconnectLater(): void {
    this.close();
    this.#failures += 1;
    this.#props.onState("lost");
    const wait = backoffMilliseconds(this.#failures, this.#props.random());
    this.#retryTimer = this.#props.clock.setTimeout(() => this.connect(), wait);
  }

  #receive(text: string): void {
    const frame = readServerFrame(text);
    if (frame === undefined) {
      return;
    }
    if (frame.type === "PONG") {
      this.#pongTimer?.cancel();
    } else if (frame.type === "ERR" && (!this.#isJoined || frame.code === 401)) {
      this.#endJoin(frame);
    } else {
      if (frame.type === "OK") {
        this.#onJoined();
      }
      this.#props.onFrame(frame);
    }
  }

  #onJoined(): void {
    this.answered();
    this.#failures = 0;
    this.#isJoined = true;
    this.#props.onState("joined");
    this.#pingLater();
  }

  #endJoin({ reason, code }: Extract<ServerFrame, { type: "ERR" }>): void {
    if (this.#isJoined || !finalJoinCodes.includes(code)) {
      this.#props.onState("lost", this.#isJoined ? undefined : reason);
      this.reconnectLater();
    } else {
      this.close();
      this.#props.onState("refused", reason);
    }
  }

  #pingLater(): void {
    this.#pingTimer?.cancel();
    this.#pingTimer = this.#props.clock.setTimeout(() => {
      this.#pongTimer = this.#props.clock.setTimeout(() => this.reconnectLater(), pongWithinMilliseconds);
      this.#send(["PING"]);
      this.#pingLater();
    }, pingEveryMilliseconds);
  }

  #expectAnswer(): void {
    this.#answerTimer?.cancel();
    this.#answerTimer = this.#props.clock.setTimeout(() => this.reconnectLater(), answerWithinMilliseconds);
  }

  #send(frame: readonly unknown[]): void {
    this.#wire?.send(JSON.stringify(frame));
  }
}
