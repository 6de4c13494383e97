import type { ServerFrame } from "@kite-chat/protocol";
import { backoffMilliseconds } from "./backoff";
import { minute, type Timer } from "./clock";
import { Heartbeat, type HeartbeatProps } from "./heartbeat";
import { JoinedSocket, type JoinedSocketProps, type SocketEnd } from "./joined-socket";
import { retryAfterMilliseconds } from "./retry-after";

/**
 * State of the connection. In `lost` and `offline`, the client retries by itself. In `paused` and `unavailable`, the
 * visitor must act, because the server closed the socket on purpose, or does not allow the chat on this page.
 */
export type ConnectionState =
  | "idle"
  | "connecting"
  | "joined"
  | "lost"
  | "offline"
  | "paused"
  | "unavailable";

export interface ConnectionProps
  extends Pick<JoinedSocketProps, "openWire" | "clock" | "joinFrame">,
    Pick<HeartbeatProps, "pingMilliseconds"> {
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  /** Returns whether the server can be reached by other means than a socket. */
  readonly isReachable: () => Promise<boolean>;
  /** Returns whether each JOIN has the same token, so that one that has expired stays so. */
  readonly hasFixedToken: () => boolean;
  readonly onState: (state: ConnectionState) => void;
  /** Called when a socket has joined. Requests that an earlier socket left unanswered must be sent again. */
  readonly onJoined: () => void;
  readonly onFrame: (frame: ServerFrame) => void;
  /** Called with an explanation for the developer of the page. */
  readonly explain: (reason: string) => void;
}

/** API Gateway closes a connection after 2 h. */
const renewMilliseconds = 110 * minute;
const renewRetryMilliseconds = minute;
/** Close code with which the server closes a socket on purpose, such as the oldest socket of a member. */
const normalClosure = 1000;
/**
 * Number of consecutive sockets that failed to open, after which the client checks whether the page may connect at all.
 */
const refusedOpensMax = 2;
const refusedRetryMilliseconds = 5 * minute;
/** Codes of JOIN errors that another attempt cannot fix. */
const finalCodes = [400, 403, 404, 409];
/** The code of a token that has expired. Before JOIN is done, only another token helps; later, another JOIN does. */
const expiredCode = 401;

/** Keeps a joined socket open. Replaces the socket before it gets too old, and after it is lost. */
export class Connection {
  readonly #props: ConnectionProps;
  readonly #heartbeat: Heartbeat;
  #socket: JoinedSocket | undefined;
  #successor: JoinedSocket | undefined;
  #state: ConnectionState = "idle";
  #failures = 0;
  #refusedOpens = 0;
  #wasUnreachable = false;
  /** Whether the developer of the page knows why sockets or JOIN are refused. */
  #isExplained = false;
  #retryTimer: Timer | undefined;
  #renewTimer: Timer | undefined;

  constructor(props: ConnectionProps) {
    this.#props = props;
    this.#heartbeat = new Heartbeat({
      ...props,
      sendPing: () => this.send(["PING"]),
      onSilence: () => this.abandon(),
    });
  }

  get state(): ConnectionState {
    return this.#state;
  }

  get isJoined(): boolean {
    return this.#socket?.isJoined ?? false;
  }

  /** Opens a socket unless there is one, and keeps a socket open from then on. */
  connect(): void {
    if (this.#state === "idle") {
      this.#open();
    }
  }

  /** Connects again after the connection was given up, at the visitor's request. */
  resume(): void {
    if (["paused", "unavailable", "lost", "offline"].includes(this.#state)) {
      this.#failures = 0;
      this.#refusedOpens = 0;
      this.#open();
    }
  }

  /** Checks the connection now, because the page became visible or the device came online. */
  check(): void {
    if (this.isJoined) {
      this.#heartbeat.check();
    } else if (this.#state === "lost" || this.#state === "offline") {
      // A socket that failed without a network does not mean that the page may not use the chat.
      this.#refusedOpens = 0;
      this.#open();
    }
  }

  /** Closes the socket and does not open another one. */
  disconnect(): void {
    this.#drop();
    this.#failures = 0;
    this.#enter("idle");
  }

  /** Gives up a socket that does not answer, and opens another one. */
  abandon(): void {
    if (this.isJoined) {
      void this.#onLost({ code: 1006, wasOpen: true });
    }
  }

  send(frame: readonly unknown[]): void {
    this.#socket?.send(frame);
    this.#heartbeat.restart();
  }

  #open(): void {
    this.#drop();
    this.#enter("connecting");
    this.#socket = this.#makeSocket();
  }

  /** Makes the socket, or its successor: one that fails before it has joined is tried again later. */
  #makeSocket(): JoinedSocket {
    const isSuccessor = () => this.#socket !== socket;
    const retry = () => {
      this.#successor = undefined;
      this.#renewLater(renewRetryMilliseconds);
    };
    const socket: JoinedSocket = new JoinedSocket({
      ...this.#props,
      onFrame: (frame) => this.#receive(frame),
      onJoined: () => this.#use(socket),
      onRejected: (reason, code) => (isSuccessor() ? retry() : this.#onRejected(reason, code)),
      onLost: (end) => (isSuccessor() ? retry() : void this.#onLost(end)),
    });
    return socket;
  }

  #use(socket: JoinedSocket): void {
    const old = this.#socket;
    this.#socket = socket;
    this.#successor = undefined;
    this.#failures = 0;
    this.#refusedOpens = 0;
    this.#isExplained = false;
    this.#renewLater(renewMilliseconds);
    this.#heartbeat.restart();
    this.#enter("joined");
    this.#props.onJoined();
    if (old !== socket) {
      old?.close();
    }
  }

  #receive(frame: ServerFrame): void {
    this.#heartbeat.noteFrame();
    if (frame[0] === "ERR" && frame[2] === expiredCode) {
      // The server does not know this connection any more: only another JOIN helps.
      this.abandon();
    } else if (frame[0] !== "PONG") {
      this.#props.onFrame(frame);
    }
  }

  #onRejected(reason: string, code: number): void {
    const isExpired = code === expiredCode;
    const isFinal = finalCodes.includes(code);
    if (isFinal || isExpired) {
      this.#explain(`The server rejected JOIN with ${code}: ${reason}`);
    }
    if (isFinal || (isExpired && this.#props.hasFixedToken())) {
      this.#drop();
      this.#enter("unavailable");
      return;
    }
    this.#retryLater("lost", retryAfterMilliseconds(code, reason));
  }

  async #onLost({ code, wasOpen }: SocketEnd): Promise<void> {
    if (code === normalClosure && this.#successor) {
      // The successor is one socket too many for the server, which closed the oldest.
      this.#heartbeat.stop();
      this.#socket = this.#successor;
      this.#successor = undefined;
      this.#enter("connecting");
      return;
    }
    if (code === normalClosure) {
      this.#drop();
      this.#enter("paused");
      return;
    }
    this.#refusedOpens = wasOpen ? 0 : this.#refusedOpens + 1;
    this.#retryLater("lost");
    if (this.#refusedOpens >= refusedOpensMax) {
      const isReachable = await this.#props.isReachable();
      if (this.#state === "lost") {
        this.#onProbed(isReachable);
      }
    }
  }

  #onProbed(isReachable: boolean): void {
    const wasUnreachable = this.#wasUnreachable;
    this.#wasUnreachable = !isReachable;
    if (!isReachable) {
      this.#enter("offline");
    } else if (wasUnreachable) {
      // The network came back after the last socket failed. Only failures from now on show that sockets are rejected.
      this.#refusedOpens = 0;
    } else {
      this.#onSocketsRefused();
    }
  }

  #onSocketsRefused(): void {
    this.#explain(
      "Sockets are rejected: allowedOrigins may lack this origin, or connect-src of the page the server.",
    );
    this.#retryLater("unavailable", refusedRetryMilliseconds);
  }

  /** Explains once why the chat does not connect. */
  #explain(reason: string): void {
    if (!this.#isExplained) {
      this.#isExplained = true;
      this.#props.explain(reason);
    }
  }

  #retryLater(state: ConnectionState, atLeast = 0): void {
    this.#drop();
    this.#failures += 1;
    const wait = Math.max(atLeast, backoffMilliseconds(this.#failures, this.#props.random()));
    this.#retryTimer = this.#props.clock.setTimeout(() => this.#open(), wait);
    this.#enter(state);
  }

  /**
   * Replaces the socket after a time. The new socket joins before the old one closes, so that no message of the host is
   * missed.
   */
  #renewLater(wait: number): void {
    this.#renewTimer?.cancel();
    this.#renewTimer = this.#props.clock.setTimeout(() => {
      this.#successor = this.#makeSocket();
    }, wait);
  }

  #drop(): void {
    this.#heartbeat.stop();
    this.#retryTimer?.cancel();
    this.#renewTimer?.cancel();
    this.#socket?.close();
    this.#successor?.close();
    this.#socket = undefined;
    this.#successor = undefined;
  }

  #enter(state: ConnectionState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.#props.onState(state);
    }
  }
}
