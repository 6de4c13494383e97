import type { ServerFrame } from "@kite-chat/protocol";
import type { Clock } from "./clock";
import { Connection, type ConnectionState } from "./connection";
import type { LocalFile } from "./file-rules";
import { History } from "./history";
import type { Identity } from "./identity";
import type { JoinedSocketProps } from "./joined-socket";
import { type ChatMessage, mergeMessages } from "./message";
import { type Request, Requests } from "./requests";
import { Sender } from "./sender";
import { isMessage, toMessage } from "./server-frame";
import type { Storage } from "./storage";
import type { StartUpload } from "./uploads";

/** The client's surroundings: the page, the clock, the network. */
export interface TalkSurroundings<F extends LocalFile> extends Pick<JoinedSocketProps, "openWire"> {
  readonly channel: string;
  readonly clock: Clock;
  /** Returns a number from 0 up to 1. */
  readonly random: () => number;
  /** Returns a new id that nobody can guess. */
  readonly newId: () => string;
  readonly startUpload: StartUpload<F>;
  readonly isReachable: () => Promise<boolean>;
  readonly pingMilliseconds: () => number;
  /** Returns the `CTX` frame of the page now, or undefined to send none. */
  readonly contextFrame: () => readonly unknown[] | undefined;
  /** Explains a fault to the developer of the page. */
  readonly explain: (reason: string) => void;
}

export interface TalkProps<F extends LocalFile> extends TalkSurroundings<F> {
  readonly storage: Storage;
  readonly identity: Identity;
  /** Called with messages that are new or have changed. */
  readonly onMessages: (messages: readonly ChatMessage[], isLive: boolean) => void;
  /** Called when messages before a time were removed, because others after them are missing. */
  readonly onGap: (before: string) => void;
  /** Called after any other change. */
  readonly onChange: () => void;
  /** Called when there is something to send, and no socket. */
  readonly onUnsent: () => void;
}

/** One visitor's conversation over one connection: sends, receives, and loads the history. */
export class Talk<F extends LocalFile> {
  readonly #props: TalkProps<F>;
  readonly #requests: Requests;
  readonly #history: History;
  #messages: readonly ChatMessage[] = [];
  #sentContext: string | undefined;

  readonly connection: Connection;
  readonly sender: Sender<F>;

  constructor(props: TalkProps<F>) {
    this.#props = props;
    const { clock, random } = props;
    this.#history = new History({
      known: () => this.#messages.filter(({ status }) => status === "sent"),
      onMessages: (messages) => this.#onHistory(messages),
      onGap: (before) => {
        this.forgetBefore(before);
        props.onGap(before);
      },
      onChange: props.onChange,
    });
    this.sender = new Sender<F>({
      ...props,
      onMessage: (message) => this.#onMessages([message]),
      onReady: () => this.#sendNext(),
    });
    this.#messages = this.sender.waiting;
    this.connection = new Connection({
      ...props,
      joinFrame: () => props.identity.joinFrame(props.channel),
      onState: (state) => this.#onState(state),
      onJoined: () => this.#onJoined(),
      onFrame: (frame) => this.#receive(frame),
    });
    this.#requests = new Requests({
      clock,
      random,
      send: (frame) => this.connection.send(frame),
      next: () => this.#nextRequest(),
      onSilence: () => this.connection.abandon(),
    });
  }

  /** All known messages: stored ones by time, then those that wait. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  get history(): Pick<History, "isLoaded" | "hasOlder" | "isLoading"> {
    return this.#history;
  }

  loadOlder(): void {
    this.#history.loadOlder();
    this.#requests.sendNext();
  }

  /** Removes a message that is not sent. */
  discard(messageId: string): void {
    this.sender.discard(messageId);
    this.forget(messageId);
  }

  /** Adds messages that another tab reports. */
  learn(messages: readonly ChatMessage[]): void {
    this.#messages = mergeMessages(this.#messages, messages);
    this.#props.onChange();
  }

  /** Removes a message that another tab discarded. */
  forget(messageId: string): void {
    this.#messages = this.#messages.filter((it) => it.from === "host" || it.messageId !== messageId);
    this.#props.onChange();
  }

  /** Removes stored messages before a time: others after them are missing. Scrolling up loads all of them. */
  forgetBefore(timestamp: string): void {
    this.#messages = this.#messages.filter((it) => it.status !== "sent" || it.timestamp >= timestamp);
    this.#props.onChange();
  }

  /** Sends what another tab has left. */
  sendNext(): void {
    this.#requests.sendNext();
  }

  /** Ends the talk. Unsent messages stay stored. */
  close(): void {
    this.connection.disconnect();
    this.sender.close();
  }

  #onState(state: ConnectionState): void {
    if (state !== "joined") {
      this.#requests.close();
    }
    this.#props.onChange();
  }

  #onJoined(): void {
    this.#sentContext = undefined;
    this.sender.refreshTime();
    this.#history.refresh();
    this.#requests.open();
  }

  #receive(frame: ServerFrame): void {
    if (!this.#requests.receive(frame) && isMessage(frame)) {
      this.#onMessages([toMessage(frame, "host")], true);
    }
  }

  #nextRequest(): Request | undefined {
    const urgent = this.#history.isUrgent ? this.#history.request() : undefined;
    return urgent ?? this.#contextRequest() ?? this.sender.request() ?? this.#history.request();
  }

  #contextRequest(): Request | undefined {
    const frame = this.#props.contextFrame();
    const context = JSON.stringify(frame);
    if (frame === undefined || context === this.#sentContext) {
      return undefined;
    }
    const settle = () => {
      this.#sentContext = context;
    };
    return {
      frame,
      onAnswer: ([type]) => {
        settle();
        return type === "OK";
      },
      onError: settle,
      onRetry: settle,
    };
  }

  #onHistory(messages: readonly ChatMessage[]): void {
    this.sender.settle(messages.filter(({ from }) => from === "visitor").map(({ messageId }) => messageId));
    this.#onMessages(messages);
  }

  #onMessages(messages: readonly ChatMessage[], isLive = false): void {
    const known = new Set(this.#messages.map(({ from, messageId }) => `${from}/${messageId}`));
    const isNew = messages.some(({ from, messageId }) => !known.has(`${from}/${messageId}`));
    this.#messages = mergeMessages(this.#messages, messages);
    this.#props.onMessages(messages, isLive && isNew);
  }

  #sendNext(): void {
    if (this.connection.isJoined) {
      this.#requests.sendNext();
    } else if (this.sender.hasUnsent) {
      this.#props.onUnsent();
    }
  }
}
