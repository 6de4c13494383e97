import { setTimeout as sleep } from "node:timers/promises";
import { type Frame, Visitor } from "./client/visitor";
import { tokensIn } from "./message-tokens";
import { OutgoingMessage, type OutgoingOptions } from "./outgoing-message";

export interface WebVisitorProps {
  readonly memberId: string;
  readonly memberName: string;
  readonly channelName: string;
  /** Returns the URL to connect to. It is called for each connection. */
  readonly url: () => string;
  readonly observer: VisitorObserver;
}

/** Callbacks for the events of a visitor. */
export interface VisitorObserver {
  /** A message of the host arrives for the first time. */
  onMessage(visitor: WebVisitor, token: string, messageId: string): void;
  /** A message of the host arrives again. */
  onRepeat(visitor: WebVisitor, messageId: string): void;
  /** A message of the host arrives on a frozen socket, so the visitor does not see it. */
  onFrozen(visitor: WebVisitor, token: string): void;
  /** The visitor stops receiving frames until `onHearing`. */
  onSilence(visitor: WebVisitor): void;
  onHearing(visitor: WebVisitor): void;
  /** A frame is sent. @param timestamp Timestamp of the frame. `undefined`: the frame requests an upload. */
  onSend(visitor: WebVisitor, token: string, timestamp: string | undefined): void;
  /** An ACK arrives. @param storedAt Time from the server, in ISO 8601. */
  onAck(visitor: WebVisitor, token: string, storedAt: string): void;
  onError(visitor: WebVisitor, reason: string, code: number): void;
  /** A text without a token arrives: a notice about the visitor's own message, stored while the visitor was offline. */
  onNotice(visitor: WebVisitor, text: string): void;
  /** An object arrives. Only the gateway itself sends objects. */
  onGatewayFrame(
    visitor: WebVisitor,
    frame: { readonly message?: string; readonly requestId?: string },
  ): void;
}

/**
 * A visitor with a reliable web client: it sends a message with the same messageId until it is acknowledged, with
 * strictly increasing timestamps, connects and joins again after a lost socket, and shows a repeated message once.
 */
export class WebVisitor {
  readonly memberId: string;
  readonly channelName: string;
  readonly #props: WebVisitorProps;
  readonly #outgoing: OutgoingMessage[] = [];
  readonly #seen = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #socket: Visitor | undefined;
  #joined = false;
  #frozen = false;
  #pausedUntil = 0;
  #lastTimestamp = 0;
  #closed = false;
  #socketSince = 0;
  /** Failed attempts to connect and join since the last success. */
  #failures = 0;

  constructor(props: WebVisitorProps) {
    this.#props = props;
    this.memberId = props.memberId;
    this.channelName = props.channelName;
    this.#timer = setInterval(() => this.#tick(), tickMilliseconds);
    void this.#run();
  }

  /** Whether messages can reach the visitor now. */
  get online(): boolean {
    return this.#joined && !this.#frozen;
  }

  /** Number of messages that are not acknowledged yet. */
  get unacknowledged(): number {
    return this.#outgoing.length;
  }

  /** Sends a message until it is acknowledged. */
  send(options: OutgoingOptions): void {
    this.#outgoing.push(new OutgoingMessage(options, () => this.#nextTimestamp()));
    this.#tick();
  }

  /** Drops the socket, like a lost mobile connection. The client reconnects by itself. */
  cut(): void {
    this.#socket?.terminate();
  }

  /**
   * Stops reading, so that frames of the server are lost although the socket seems open. The client reconnects after a
   * message has been lost, or after 15 seconds.
   */
  freeze(): void {
    const socket = this.#socket;
    this.#frozen = true;
    this.#props.observer.onSilence(this);
    setTimeout(() => socket?.terminate(), longestFreezeMilliseconds);
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#socket?.terminate();
  }

  /** Connects, and reconnects after a pause whenever the socket is lost. */
  async #run(): Promise<void> {
    while (!this.#closed) {
      this.#socket = await Visitor.connect(this.#props.url()).catch(() => undefined);
      if (this.#socket !== undefined && !this.#closed) {
        await this.#talk(this.#socket);
      }
      this.#props.observer.onSilence(this);
      this.#joined = false;
      this.#frozen = false;
      if (!this.#closed) {
        const longest = reconnectMilliseconds * 2 ** Math.min(this.#failures, mostDoublings);
        this.#failures += 1;
        await sleep(longest * (0.5 + Math.random() / 2));
      }
    }
    // The visitor was closed while it connected.
    this.cut();
  }

  /** Joins, and handles frames until the socket is lost. */
  async #talk(socket: Visitor): Promise<void> {
    const { memberId, memberName, channelName } = this.#props;
    this.#socketSince = Date.now();
    socket.send(["JOIN", memberId, memberName, channelName]);
    for (;;) {
      const frame = await socket.next().catch(() => undefined);
      if (frame === undefined) {
        return;
      }
      this.#hear(socket, frame);
    }
  }

  #tick(): void {
    const now = Date.now();
    if (!this.#joined) {
      if (now - this.#socketSince > joinPatienceMilliseconds) {
        this.cut();
      }
      return;
    }
    if (this.#frozen || now < this.#pausedUntil) {
      return;
    }
    for (const message of this.#outgoing) {
      const frame = message.next(now);
      if (frame !== undefined) {
        this.#socket?.send(frame);
        const [type] = frame;
        this.#props.observer.onSend(this, message.token, type === "UPL" ? undefined : String(frame.at(-1)));
      }
    }
  }

  #hear(socket: Visitor, frame: Frame): void {
    const text = JSON.stringify(frame);
    const [type, ...fields] = Array.isArray(frame) ? frame : [];
    const { observer } = this.#props;
    if (this.#frozen) {
      if (type === "TXT" || type === "BIN") {
        observer.onFrozen(this, tokensIn(text)[0] ?? "");
        setTimeout(() => socket.terminate(), freezeMilliseconds);
      }
      return;
    }
    switch (type) {
      case "OK":
        this.#joined = true;
        this.#failures = 0;
        observer.onHearing(this);
        this.#tick();
        break;
      case "ACK":
        this.#acknowledge(String(fields[0]), String(fields[2]));
        break;
      case "UPL":
        void this.#outgoing.find(({ uploadId }) => uploadId === fields[0])?.upload(fields[1], fields[2]);
        break;
      case "TXT":
      case "BIN":
        this.#receive(String(fields[0]), text);
        break;
      case "ERR":
        this.#refused(String(fields[0]), Number(fields[1]));
        break;
      default:
        observer.onGatewayFrame(this, frame as object);
        if (!this.#joined) {
          this.cut();
          return;
        }
        this.#pausedUntil = Date.now() + errorPauseMilliseconds;
        this.#sendAgain();
    }
  }

  #acknowledge(messageId: string, storedAt: string): void {
    const index = this.#outgoing.findIndex(({ token }) => token === messageId);
    const [message] = index < 0 ? [] : this.#outgoing.splice(index, 1);
    if (message !== undefined) {
      this.#props.observer.onAck(this, message.token, storedAt);
    }
  }

  #receive(messageId: string, text: string): void {
    const { observer } = this.#props;
    if (this.#seen.has(messageId)) {
      observer.onRepeat(this, messageId);
      return;
    }
    this.#seen.add(messageId);
    const tokens = tokensIn(text);
    if (tokens.length === 0) {
      observer.onNotice(this, text);
    }
    for (const token of tokens) {
      observer.onMessage(this, token, messageId);
    }
  }

  #refused(reason: string, code: number): void {
    this.#props.observer.onError(this, reason, code);
    if (!this.#joined || code === 401) {
      this.cut();
      return;
    }
    const seconds = Number(/(\d+) second/.exec(reason)?.[1] ?? 2);
    this.#pausedUntil = Date.now() + (code === 429 ? seconds * 1000 : errorPauseMilliseconds);
    this.#sendAgain();
  }

  /** An error does not identify the rejected frame, so all unacknowledged messages are sent again after the pause. */
  #sendAgain(): void {
    for (const message of this.#outgoing) {
      message.sendAgain();
    }
  }

  #nextTimestamp(): string {
    this.#lastTimestamp = Math.max(this.#lastTimestamp + 1, Date.now());
    return new Date(this.#lastTimestamp).toISOString();
  }
}

const tickMilliseconds = 250;
/**
 * Pause before a reconnect. It doubles at each failure, with jitter, so that visitors who lost their sockets at the
 * same time do not reconnect at the same time.
 */
const reconnectMilliseconds = 500;
const mostDoublings = 4;
/** The timeout is long, because early timeouts would keep a busy machine working on abandoned requests. */
const joinPatienceMilliseconds = 30_000;
const errorPauseMilliseconds = 1_000;
const freezeMilliseconds = 1_000;
const longestFreezeMilliseconds = 15_000;
