import type { ServerFrame } from "@kite-chat/protocol";
import type { Clock } from "./clock";
import { Connection, type ConnectionState } from "./connection";
import type { LocalFile } from "./file-rules";
import { Identity } from "./identity";
import type { JoinedSocketProps } from "./joined-socket";
import type { KeyValueStore } from "./key-value-store";
import { LostFiles } from "./lost-files";
import { type ChatMessage, keyOf, mergeMessages } from "./message";
import { MessageHistory } from "./message-history";
import { type FrameRequest, Requests } from "./requests";
import { Sender } from "./sender";
import { isMessage, toMessage } from "./server-frame";
import type { TabMessage } from "./tabs";
import type { StartUpload } from "./uploads";
import { VisitorNotes } from "./visitor-notes";

/** The position of the page's title in a CTX frame. */
const titleIndex = 2;

/** The client's environment: the page, the clock and the network. */
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
  /** Returns the current `CTX` frame of the page, or undefined to send none. */
  readonly contextFrame: () => readonly unknown[] | undefined;
  /** Explains a fault to the developer of the page. */
  readonly explain: (reason: string) => void;
}

export interface TalkProps<F extends LocalFile> extends TalkSurroundings<F> {
  /** The storage of the visitor. */
  readonly storage: KeyValueStore;
  /** Returns the token of a visitor whom the shop has signed in. Called at each JOIN. */
  readonly readToken: () => Promise<string | undefined>;
  /** Returns whether each JOIN has the same token. */
  readonly hasFixedToken: () => boolean;
  /** Called with messages that are new or have changed. */
  readonly onMessages: (messages: readonly ChatMessage[], isLive: boolean) => void;
  /** Called after any other change. */
  readonly onChange: () => void;
  /** Reports to the other tabs of the visitor. */
  readonly post: (message: TabMessage) => void;
}

/** One visitor's conversation over one connection: sends, receives, and loads the history. */
export class Talk<F extends LocalFile> {
  readonly #props: TalkProps<F>;
  readonly #requests: Requests;
  readonly #history: MessageHistory;
  #messages: readonly ChatMessage[] = [];
  #sentContext: string | undefined;

  readonly identity: Identity;
  readonly notes: VisitorNotes;
  readonly connection: Connection;
  readonly sender: Sender<F>;
  readonly lostFiles: LostFiles;

  constructor(props: TalkProps<F>) {
    this.#props = props;
    const { storage, clock, random, post } = props;
    this.identity = new Identity(storage, props.newId);
    this.notes = new VisitorNotes(storage);
    this.#history = new MessageHistory({
      known: () => this.#messages.filter(({ status }) => status === "sent"),
      onMessages: (messages) => this.#onHistory(messages),
      onGap: (before, isShared) => {
        this.#forgetBefore(before);
        if (isShared) {
          post({ type: "gap", before });
        }
      },
      onChange: props.onChange,
    });
    this.sender = new Sender<F>({
      ...props,
      onMessage: (message) => this.#onMessages([message]),
      onReady: () => this.#sendNext(),
    });
    this.#messages = this.sender.waiting;
    this.lostFiles = new LostFiles({ clock, post, sender: this.sender });
    this.connection = new Connection({
      ...props,
      joinFrame: async () => this.identity.joinFrame(props.channel, await props.readToken()),
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

  /** All known messages: stored messages by time, then pending ones. */
  get messages(): readonly ChatMessage[] {
    return this.#messages;
  }

  get history(): Pick<MessageHistory, "isLoaded" | "hasOlder" | "isLoading"> {
    return this.#history;
  }

  loadOlder(): void {
    this.#history.loadOlder();
    this.#requests.sendNext();
  }

  /** Removes a message that is not sent. */
  discard(messageId: string): void {
    this.sender.discard(messageId);
    this.#forget(messageId);
    this.#props.post({ type: "discarded", messageId });
    this.#props.onChange();
  }

  /** Handles a report of another tab of the visitor. */
  hear(message: TabMessage): void {
    switch (message.type) {
      case "messages":
        this.#messages = mergeMessages(this.#messages, message.messages);
        break;
      case "gap":
        this.#forgetBefore(message.before);
        break;
      case "discarded":
        this.#forget(message.messageId);
        break;
      case "unsent":
        this.#requests.sendNext();
        break;
      case "file wanted":
        this.lostFiles.answer(message.messageId);
        break;
      case "file found":
        this.lostFiles.note(message.messageId);
        break;
    }
  }

  /** Closes the connection and stops all uploads. Unsent messages stay stored. */
  close(): void {
    this.connection.disconnect();
    this.sender.close();
    this.lostFiles.close();
  }

  #onState(state: ConnectionState): void {
    if (state !== "joined") {
      this.#requests.close();
      this.#history.noteLost();
    }
    if (state === "idle" || state === "paused") {
      this.#history.stop();
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

  #nextRequest(): FrameRequest | undefined {
    const urgent = this.#history.isUrgent ? this.#history.request() : undefined;
    return urgent ?? this.#contextRequest() ?? this.sender.request() ?? this.#history.request();
  }

  #contextRequest(): FrameRequest | undefined {
    const frame = this.#props.contextFrame();
    // A change of only the title does not mean another page, because some pages animate their titles.
    const context = JSON.stringify(frame?.filter((_, index) => index !== titleIndex));
    if (frame === undefined || context === this.#sentContext) {
      return undefined;
    }
    // It is worth no second attempt.
    this.#sentContext = context;
    return { frame, onAnswer: ([type]) => type === "OK" };
  }

  #onHistory(messages: readonly ChatMessage[]): void {
    this.sender.settle(messages.filter(({ from }) => from === "visitor").map(({ messageId }) => messageId));
    this.#onMessages(messages);
  }

  #onMessages(messages: readonly ChatMessage[], isLive = false): void {
    const known = new Set(this.#messages.map(keyOf));
    const isNew = messages.some((message) => !known.has(keyOf(message)));
    this.#messages = mergeMessages(this.#messages, messages);
    this.#props.post({ type: "messages", messages });
    this.#props.onMessages(messages, isLive && isNew);
  }

  #forget(messageId: string): void {
    this.#messages = this.#messages.filter((it) => it.from === "host" || it.messageId !== messageId);
  }

  /** Removes stored messages before a time, because messages after them are missing. Scrolling up loads all of them. */
  #forgetBefore(timestamp: string): void {
    this.#messages = this.#messages.filter((it) => it.status !== "sent" || it.timestamp >= timestamp);
    this.#history.noteGap();
  }

  #sendNext(): void {
    if (this.connection.isJoined) {
      this.#requests.sendNext();
    } else if (this.sender.hasUnsent) {
      this.#props.post({ type: "unsent" });
    }
  }
}
