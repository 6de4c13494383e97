import { AscendingTime } from "./ascending-time";
import { backoffMilliseconds } from "./backoff";
import { Connection, type TalkClock, type Wire, type WireEvents } from "./connection";
import { addMessage, mergeHistory } from "./merge-messages";
import { frameOf, withoutLostFile } from "./outgoing";
import type { ServerFrame } from "./server-frame";
import type { Remembered, TalkFile, TalkMessage, TalkState } from "./talk-state";

/** A file as a browser gives it. */
export interface LocalFile {
  readonly name: string;
  /** Its media type; empty when the browser knows none. */
  readonly type: string;
  /** In bytes. */
  readonly size: number;
}

export interface VisitorTalkProps<F extends LocalFile> {
  readonly channelName: string;
  /** Proves the visitor; kept in `remembered`. */
  readonly remembered: Remembered;
  /** Opens a WebSocket with the sub-protocol `k1te.chat.v1`. */
  readonly openWire: (events: WireEvents) => Wire;
  /** PUTs a file; rejects when it is not taken. @param onProgress called with 0 to 1 */
  readonly upload: (url: string, file: F, onProgress: (progress: number) => void) => Promise<void>;
  readonly clock: TalkClock;
  /** Called after each change. */
  readonly onChange: (state: TalkState) => void;
  /** Called with what is worth keeping over a reload. */
  readonly remember: (remembered: Remembered) => void;
  /** @default Math.random */
  readonly random?: () => number;
}

/** Codes of rejections that a retry can fix: too many messages, and faults of the server. */
const passingCodes = [429, 500];
/** Messages of one look into the past. */
const historyLimit = 30;
/** The key of the pending request while history is loading. No messageId contains a `?`. */
const historyFrame = "?history";

/**
 * A visitor's side of `k1te.chat.v1`: joins, shows what was said before, keeps what is written until it is
 * acknowledged, asks one thing at a time (so that an `ERR`, which names none, is known to mean that one), sends again
 * after each reconnect, and drops what comes twice.
 */
export class VisitorTalk<F extends LocalFile = LocalFile> {
  readonly #time: AscendingTime;
  readonly #connection: Connection;
  readonly #files = new Map<string, F>();
  readonly #uploading = new Set<string>();
  #remembered: Remembered;
  #state: TalkState;
  #inFlight: string | undefined;
  #before: string | null | undefined = null;
  #failures = 0;
  #pauseTimer: { cancel(): void } | undefined;

  readonly #props: VisitorTalkProps<F>;

  constructor(props: VisitorTalkProps<F>) {
    this.#props = props;
    this.#remembered = props.remembered;
    this.#time = new AscendingTime(props.clock, props.remembered.lastTimestamp);
    const messages = props.remembered.messages.map(withoutLostFile);
    this.#state = { connection: "connecting", messages, hasEarlier: false, notice: undefined };
    this.#connection = new Connection({
      openWire: props.openWire,
      clock: props.clock,
      random: () => this.#random(),
      joinFrame: () => {
        const { memberId, memberName } = this.#remembered;
        return ["JOIN", memberId, memberName === "" ? null : memberName, props.channelName];
      },
      onState: (connection, notice) =>
        this.#change({
          connection,
          notice: connection === "joined" ? undefined : (notice ?? this.#state.notice),
        }),
      onDropped: () => {
        this.#pauseTimer?.cancel();
        this.#inFlight = undefined;
      },
      onFrame: (frame) => this.#receive(frame),
    });
  }

  get state(): TalkState {
    return this.#state;
  }

  /** Connects now, and from then on whenever the connection is lost. */
  connect(): void {
    this.#connection.connect();
  }

  /** Ends the talk; what is unsent stays remembered. */
  close(): void {
    this.#connection.close();
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
    this.#add({ text });
  }

  /** Takes a file on; it is uploaded and sent when it can be. */
  attach(file: F): void {
    const { name, type, size } = file;
    this.#files.set(this.#add({ text: "", file: { name, type, size } }), file);
    this.#sendNext();
  }

  /** Asks the server for what was said before the oldest message that is shown. */
  showEarlier(): void {
    this.#before = this.#state.messages.find(({ status }) => status === "stored")?.timestamp ?? null;
    this.#sendNext();
  }

  #add(content: Pick<TalkMessage, "text" | "file">): string {
    const timestamp = this.#time.next();
    // The time never repeats in this talk; the random part keeps two tabs of one visitor apart.
    const messageId = `m${Date.parse(timestamp).toString(36)}-${Math.floor(this.#random() * 2 ** 40).toString(36)}`;
    const message: TalkMessage = { ...content, messageId, from: "visitor", timestamp, status: "waiting" };
    this.#setMessages([...this.#state.messages, message]);
    this.#sendNext();
    return messageId;
  }

  #receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "OK":
        this.#sendNext();
        break;
      case "ACK":
        this.#onAnswered(frame.messageId, { status: "stored" });
        break;
      case "ERR":
        this.#onRefused(frame.reason, frame.code);
        break;
      case "UPL":
        this.#connection.answered();
        void this.#upload(frame);
        break;
      case "HIS":
        this.#onHistory(frame.messages);
        break;
      case "message":
        this.#setMessages(addMessage(this.#state.messages, frame.message));
        break;
    }
  }

  #onHistory(history: readonly TalkMessage[]): void {
    this.#before = undefined;
    this.#setMessages(mergeHistory(this.#state.messages, history));
    // A history may be cut short for its size: only an empty one is surely the end, and few are likely so.
    this.#change({ hasEarlier: history.length >= historyLimit / 2 });
    this.#onAnswered(historyFrame, {});
  }

  #onRefused(reason: string, code: number): void {
    // While a file is uploaded nothing is asked for: the server speaks of something earlier.
    const inFlight = this.#uploading.has(this.#inFlight ?? "") ? undefined : this.#inFlight;
    if (inFlight !== undefined && passingCodes.includes(code)) {
      this.#change({ notice: reason });
      this.#pauseThenSend();
    } else if (inFlight === historyFrame) {
      this.#before = undefined;
      this.#onAnswered(historyFrame, {});
    } else if (inFlight !== undefined) {
      this.#onAnswered(inFlight, { status: "refused", reason });
    } else {
      this.#change({ notice: reason });
    }
  }

  #onAnswered(messageId: string, answer: Pick<Partial<TalkMessage>, "status" | "reason">): void {
    this.#update(messageId, (message) => ({ ...message, ...answer }));
    if (this.#inFlight === messageId) {
      this.#inFlight = undefined;
      this.#failures = 0;
      this.#connection.answered();
      this.#change({ notice: undefined });
      this.#sendNext();
    }
  }

  #sendNext(): void {
    if (!this.#connection.isJoined || this.#inFlight !== undefined) {
      return;
    }
    if (this.#before !== undefined) {
      this.#inFlight = historyFrame;
      this.#connection.ask(["HIS", historyLimit, this.#before]);
      return;
    }
    const next = this.#state.messages.find(({ status }) => status === "waiting");
    const isReady =
      next?.file === undefined || next.file.url !== undefined || this.#files.has(next.messageId);
    if (next !== undefined && isReady && !this.#uploading.has(next.messageId)) {
      this.#inFlight = next.messageId;
      this.#connection.ask(frameOf(next));
    }
  }

  /** Messages after the file wait for it, so that the order stays. */
  async #upload({
    messageId,
    canonicalUri,
    uploadUri,
  }: Extract<ServerFrame, { type: "UPL" }>): Promise<void> {
    const file = this.#files.get(messageId);
    if (file === undefined || this.#uploading.has(messageId)) {
      return;
    }
    const note = (change: Partial<TalkFile>) =>
      this.#update(messageId, (it) => (it.file ? { ...it, file: { ...it.file, ...change } } : it));
    this.#uploading.add(messageId);
    try {
      await this.#props.upload(uploadUri, file, (progress) => note({ progress }));
      this.#files.delete(messageId);
      note({ progress: 1, url: canonicalUri });
    } catch {
      this.#update(messageId, (it) => ({
        ...it,
        status: "refused",
        reason: "The file could not be uploaded.",
      }));
    }
    this.#uploading.delete(messageId);
    if (this.#inFlight === messageId) {
      this.#inFlight = undefined;
    }
    this.#sendNext();
  }

  #pauseThenSend(): void {
    this.#connection.answered();
    this.#pauseTimer?.cancel();
    this.#failures += 1;
    this.#pauseTimer = this.#props.clock.setTimeout(
      () => {
        this.#inFlight = undefined;
        this.#sendNext();
      },
      backoffMilliseconds(this.#failures, this.#random()),
    );
  }

  #update(messageId: string, change: (message: TalkMessage) => TalkMessage): void {
    this.#setMessages(
      this.#state.messages.map((it) =>
        it.from === "visitor" && it.messageId === messageId ? change(it) : it,
      ),
    );
  }

  #setMessages(messages: readonly TalkMessage[]): void {
    this.#save({
      messages: messages.filter(({ status }) => status !== "stored"),
      lastTimestamp: this.#time.last,
    });
    this.#change({ messages });
  }

  #save(change: Partial<Remembered>): void {
    this.#remembered = { ...this.#remembered, ...change };
    this.#props.remember(this.#remembered);
  }

  #change(change: Partial<TalkState>): void {
    this.#state = { ...this.#state, ...change };
    this.#props.onChange(this.#state);
  }

  #random(): number {
    return (this.#props.random ?? Math.random)();
  }
}
