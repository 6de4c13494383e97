import { AscendingTime } from "./ascending-time";
import { backoffMilliseconds } from "./backoff";
import { readServerFrame, type ServerFrame } from "./server-frame";
import type { Remembered, TalkMessage, TalkState } from "./talk-state";

/** An open WebSocket, as much of it as a talk needs. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

/** What a wire tells; `onClose` comes once, also for a wire that never opened. */
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

export interface VisitorTalkProps {
  readonly channelName: string;
  /** Proves the visitor; kept in `remembered`. */
  readonly remembered: Remembered;
  /** Opens a WebSocket with the sub-protocol `k1te.chat.v1`. */
  readonly openWire: (events: WireEvents) => Wire;
  readonly clock: TalkClock;
  /** Called after each change. */
  readonly onChange: (state: TalkState) => void;
  /** Called with what is worth keeping over a reload. */
  readonly remember: (remembered: Remembered) => void;
  /** @default Math.random */
  readonly random?: () => number;
}

/** API Gateway closes a connection that is idle for 10 minutes, some proxies after 100 s. */
const PING_EVERY_MILLISECONDS = 60_000;
/** The gateway gives a Lambda 29 s; who waits longer waits for nothing. */
const ANSWER_WITHIN_MILLISECONDS = 32_000;
const PONG_WITHIN_MILLISECONDS = 20_000;
/** Refusals that asking again cannot mend. */
const FINAL_JOIN_CODES = [400, 403, 409];
/** Refusals of a message that another try can mend: too many, and the server's own faults. */
const PASSING_CODES = [429, 500];
const MESSAGES_KEPT = 200;

/**
 * A visitor's side of `k1te.chat.v1`: joins, keeps what is written until it is acknowledged, sends it one message at
 * a time (so that an `ERR`, which names none, is known to mean that one) and again after each reconnect, and drops
 * what comes twice.
 */
export class VisitorTalk {
  readonly #time: AscendingTime;
  #remembered: Remembered;
  #state: TalkState = { connection: "connecting", messages: [], notice: undefined };
  #wire: Wire | undefined;
  #inFlight: string | undefined;
  #failures = 0;
  #answerTimer: { cancel(): void } | undefined;
  #pingTimer: { cancel(): void } | undefined;
  #pongTimer: { cancel(): void } | undefined;
  #pauseTimer: { cancel(): void } | undefined;

  constructor(private readonly props: VisitorTalkProps) {
    this.#remembered = props.remembered;
    this.#time = new AscendingTime(props.clock, props.remembered.lastTimestamp);
    this.#state = { ...this.#state, messages: props.remembered.messages };
  }

  get state(): TalkState {
    return this.#state;
  }

  /** Connects now, and from then on whenever the connection is lost. */
  connect(): void {
    this.#drop();
    this.#change({ connection: "connecting" });
    const isCurrent = () => this.#wire === wire;
    const wire: Wire = this.props.openWire({
      onOpen: () => isCurrent() && this.#join(),
      onText: (text) => isCurrent() && this.#receive(text),
      onClose: () => isCurrent() && this.#reconnectLater(),
    });
    this.#wire = wire;
    this.#expectAnswer(ANSWER_WITHIN_MILLISECONDS);
  }

  /** Ends the talk; what is unsent stays remembered. */
  close(): void {
    this.#drop();
  }

  /** Goes by another name from the next JOIN on, which is made at once. */
  rename(memberName: string): void {
    if (memberName !== this.#remembered.memberName) {
      this.#save({ memberName });
      this.connect();
    }
  }

  /** Takes a text on; it is sent when it can be. */
  say(text: string): void {
    const timestamp = this.#time.next();
    // The time never repeats in this talk; the random part keeps two tabs of one visitor apart.
    const messageId = `m${Date.parse(timestamp).toString(36)}-${Math.floor(this.#random() * 2 ** 40).toString(36)}`;
    this.#setMessages([
      ...this.#state.messages,
      { messageId, from: "visitor", text, timestamp, status: "waiting" },
    ]);
    this.#sendNext();
  }

  #join(): void {
    this.#expectAnswer(ANSWER_WITHIN_MILLISECONDS);
    const { memberId, memberName } = this.#remembered;
    this.#send(["JOIN", memberId, memberName === "" ? null : memberName, this.props.channelName]);
  }

  #receive(text: string): void {
    const frame = readServerFrame(text);
    switch (frame?.type) {
      case "OK":
        this.#onJoined();
        break;
      case "ACK":
        this.#onAnswered(frame.messageId, { status: "stored" });
        break;
      case "ERR":
        this.#onRefused(frame);
        break;
      case "PONG":
        this.#pongTimer?.cancel();
        break;
      case "TXT":
      case "BIN":
        this.#onMessage(frame);
        break;
    }
  }

  #onJoined(): void {
    this.#answerTimer?.cancel();
    this.#failures = 0;
    this.#change({ connection: "joined", notice: undefined });
    this.#pingLater();
    this.#sendNext();
  }

  #onMessage({ messageId, text, timestamp, url }: Extract<ServerFrame, { type: "TXT" | "BIN" }>): void {
    const isRepeated = this.#state.messages.some(
      (known) => known.from === "host" && known.messageId === messageId,
    );
    if (!isRepeated) {
      const message: TalkMessage = { messageId, from: "host", text, timestamp, status: "stored" };
      this.#setMessages([...this.#state.messages, url === undefined ? message : { ...message, url }]);
    }
  }

  #onRefused({ reason, code }: Extract<ServerFrame, { type: "ERR" }>): void {
    if (this.#state.connection !== "joined") {
      this.#change({ notice: reason });
      this.#endJoin(FINAL_JOIN_CODES.includes(code));
    } else if (code === 401) {
      this.#reconnectLater();
    } else if (this.#inFlight !== undefined && PASSING_CODES.includes(code)) {
      this.#change({ notice: reason });
      this.#pauseThenSend();
    } else if (this.#inFlight !== undefined) {
      this.#onAnswered(this.#inFlight, { status: "refused", reason });
    } else {
      this.#change({ notice: reason });
    }
  }

  #onAnswered(messageId: string, answer: Pick<TalkMessage, "status" | "reason">): void {
    this.#setMessages(
      this.#state.messages.map((message) =>
        message.from === "visitor" && message.messageId === messageId ? { ...message, ...answer } : message,
      ),
    );
    if (this.#inFlight === messageId) {
      this.#inFlight = undefined;
      this.#failures = 0;
      this.#answerTimer?.cancel();
      this.#change({ notice: undefined });
      this.#sendNext();
    }
  }

  #sendNext(): void {
    const next = this.#state.messages.find(({ status }) => status === "waiting");
    if (this.#state.connection !== "joined" || this.#inFlight !== undefined || next === undefined) {
      return;
    }
    this.#inFlight = next.messageId;
    this.#expectAnswer(ANSWER_WITHIN_MILLISECONDS);
    this.#send(["TXT", next.messageId, next.text, next.timestamp]);
  }

  #pauseThenSend(): void {
    this.#answerTimer?.cancel();
    this.#pauseTimer?.cancel();
    this.#failures += 1;
    this.#pauseTimer = this.props.clock.setTimeout(
      () => {
        this.#inFlight = undefined;
        this.#sendNext();
      },
      backoffMilliseconds(this.#failures, this.#random()),
    );
  }

  #pingLater(): void {
    this.#pingTimer?.cancel();
    this.#pingTimer = this.props.clock.setTimeout(() => {
      this.#pongTimer = this.props.clock.setTimeout(() => this.#reconnectLater(), PONG_WITHIN_MILLISECONDS);
      this.#send(["PING"]);
      this.#pingLater();
    }, PING_EVERY_MILLISECONDS);
  }

  /** Without an answer in time the connection counts as lost. */
  #expectAnswer(milliseconds: number): void {
    this.#answerTimer?.cancel();
    this.#answerTimer = this.props.clock.setTimeout(() => this.#reconnectLater(), milliseconds);
  }

  #reconnectLater(): void {
    this.#drop();
    this.#failures += 1;
    const wait = backoffMilliseconds(this.#failures, this.#random());
    this.#change({ connection: "lost" });
    this.#pauseTimer = this.props.clock.setTimeout(() => this.connect(), wait);
  }

  #endJoin(isFinal: boolean): void {
    if (isFinal) {
      this.#drop();
      this.#change({ connection: "refused" });
    } else {
      this.#reconnectLater();
    }
  }

  #drop(): void {
    for (const timer of [this.#answerTimer, this.#pingTimer, this.#pongTimer, this.#pauseTimer]) {
      timer?.cancel();
    }
    const wire = this.#wire;
    this.#wire = undefined;
    this.#inFlight = undefined;
    wire?.close();
  }

  #send(frame: readonly unknown[]): void {
    this.#wire?.send(JSON.stringify(frame));
  }

  #setMessages(messages: readonly TalkMessage[]): void {
    const kept = messages.slice(-MESSAGES_KEPT);
    this.#save({ messages: kept, lastTimestamp: this.#time.last });
    this.#change({ messages: kept });
  }

  #save(change: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...change };
    this.props.remember(this.#remembered);
  }

  #change(change: Partial<TalkState>): void {
    this.#state = { ...this.#state, ...change };
    this.props.onChange(this.#state);
  }

  #random(): number {
    return (this.props.random ?? Math.random)();
  }
}
