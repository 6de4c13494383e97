import { conflictCode, forbiddenCode, type ServerFrame } from "@kite-chat/protocol";
import type { Clock } from "./clock";
import { acceptableName, type LocalFile } from "./file-rules";
import { type KeyValueStore, readObject } from "./key-value-store";
import type { ChatMessage } from "./message";
import { Outbox, type OutgoingMessage, toWaitingMessage } from "./outbox";
import type { FrameRequest } from "./requests";
import { type KnownServerTime, ServerTime } from "./server-time";
import { type StartUpload, Uploads } from "./uploads";

export interface SenderProps<F extends LocalFile> {
  readonly storage: KeyValueStore;
  readonly clock: Clock;
  /** Returns a new id of a message. */
  readonly newId: () => string;
  readonly startUpload: StartUpload<F>;
  /** Called when a message of the visitor is new or has changed. */
  readonly onMessage: (message: ChatMessage) => void;
  /** Called when there may be something to send. */
  readonly onReady: () => void;
}

const timeKey = "time";

/** Sends the messages of the visitor in order, each until it is acknowledged. */
export class Sender<F extends LocalFile> {
  readonly #props: SenderProps<F>;
  readonly #outbox: Outbox;
  readonly #uploads: Uploads<F>;
  #time: ServerTime;

  constructor(props: SenderProps<F>) {
    this.#props = props;
    this.#outbox = new Outbox(props.storage);
    this.#time = this.#readTime();
    this.#uploads = new Uploads<F>({
      start: props.startUpload,
      onProgress: (messageId, progress) => this.#show(messageId, progress),
      onDone: (messageId, url) => this.#onUploaded(messageId, url),
      onFailed: (messageId, isFinal) => {
        if (isFinal) {
          this.#change(messageId, { failure: "upload" });
        }
        this.#props.onReady();
      },
    });
  }

  /** Messages that are not sent yet, in order. */
  get waiting(): readonly ChatMessage[] {
    return this.#outbox.all().map(toWaitingMessage);
  }

  /** Whether there are unsent messages that can be sent without an action of the visitor. */
  get hasUnsent(): boolean {
    return this.#outbox.all().some(({ failure }) => failure === undefined);
  }

  /** messageIds of files that are not uploaded, and that this page does not have. */
  get missingFiles(): readonly string[] {
    return this.#outbox
      .all()
      .filter(
        ({ messageId, file, failure }) => file && !file.url && !failure && !this.#uploads.has(messageId),
      )
      .map(({ messageId }) => messageId);
  }

  /** Returns whether this page has the file of a message. */
  hasFile(messageId: string): boolean {
    return this.#uploads.has(messageId);
  }

  write(text: string): void {
    this.#add({ text });
  }

  attach(file: F): void {
    const { name, type, size } = file;
    const messageId = this.#props.newId();
    this.#uploads.add(messageId, file);
    this.#add({ text: "", file: { name: acceptableName(name), type, size } }, messageId);
  }

  /** Sends a failed message again. */
  retry(messageId: string): void {
    const message = this.#outbox.get(messageId);
    if (message === undefined) {
      return;
    }
    const { failure: _, ...again } = message;
    this.#outbox.put(again);
    this.#uploads.allow(messageId);
    if (again.file !== undefined && again.file.url === undefined && !this.#uploads.has(messageId)) {
      this.markLost(messageId);
    }
    this.#show(messageId);
    this.#props.onReady();
  }

  /** Marks a file as lost, because no page has it any more. */
  markLost(messageId: string): void {
    this.#change(messageId, { failure: "reload" });
  }

  /** Removes a message that is not sent. */
  discard(messageId: string): void {
    this.#uploads.remove(messageId);
    this.#outbox.remove(messageId);
  }

  /** Removes messages that the server has stored. Their acknowledgements were lost. */
  settle(messageIds: readonly string[]): void {
    for (const messageId of messageIds) {
      if (this.#outbox.get(messageId) !== undefined) {
        this.discard(messageId);
      }
    }
  }

  /** Reads the server's time from the storage again, because another tab may have updated it. */
  refreshTime(): void {
    this.#time = this.#readTime();
  }

  /** Stops all uploads. */
  close(): void {
    this.#uploads.clear();
  }

  /** Returns the request that sends the next message. */
  request(): FrameRequest | undefined {
    for (const message of this.#outbox.all()) {
      const { messageId, file, failure } = message;
      if (failure === undefined && (file === undefined || file.url !== undefined)) {
        return this.#messageRequest(message);
      }
      if (failure === undefined && this.#uploads.has(messageId) && !this.#uploads.isRunning(messageId)) {
        return this.#uploadRequest(message);
      }
    }
    return undefined;
  }

  #add(content: Pick<OutgoingMessage, "text" | "file">, messageId = this.#props.newId()): void {
    const writtenAt = new Date(this.#time.now()).toISOString();
    this.#outbox.add({ ...content, messageId, writtenAt });
    this.#show(messageId);
    this.#props.onReady();
  }

  #messageRequest(message: OutgoingMessage): FrameRequest {
    const { messageId, text, file, attempts } = message;
    const stamp = this.#time.next();
    this.#saveTime();
    this.#outbox.put({ ...message, attempts: attempts + 1 });
    const askedAt = attempts === 0 ? this.#props.clock.now() : undefined;
    return {
      frame:
        file === undefined
          ? ["TXT", messageId, text, stamp]
          : ["BIN", messageId, file.url, file.name, file.type, file.size, stamp],
      onAnswer: (frame) =>
        isAnswer(frame, "ACK", messageId) && this.#onStored(messageId, stamp, frame[3], askedAt),
      onError: (code) => this.#onRejected(messageId, code),
    };
  }

  #uploadRequest({ messageId, file }: OutgoingMessage): FrameRequest {
    return {
      frame: ["UPL", messageId, file?.name, file?.type, file?.size, this.#time.next()],
      onAnswer: (frame) => {
        if (!isAnswer(frame, "UPL", messageId)) {
          return false;
        }
        void this.#uploads.start(messageId, { url: frame[2], uploadUri: frame[3] });
        return true;
      },
      onError: (code) => this.#onRejected(messageId, code),
    };
  }

  #onStored(messageId: string, stamp: string, storedAt: string, askedAt: number | undefined): boolean {
    const message = this.#outbox.get(messageId);
    const timestamp = this.#time.learn(stamp, storedAt, askedAt);
    this.#saveTime();
    this.discard(messageId);
    if (message !== undefined) {
      this.#props.onMessage({ ...toWaitingMessage(message), timestamp, status: "sent" });
    }
    return true;
  }

  #onUploaded(messageId: string, url: string): void {
    const file = this.#outbox.get(messageId)?.file;
    if (file !== undefined) {
      this.#change(messageId, { file: { ...file, url } });
      this.#props.onReady();
    }
  }

  #onRejected(messageId: string, code: number): void {
    const message = this.#outbox.get(messageId);
    const isUploadGone =
      message?.file?.url !== undefined && (code === conflictCode || code === forbiddenCode);
    if (isUploadGone && message.attempts < 3 && this.#uploads.has(messageId)) {
      const { url: _, ...file } = message.file;
      this.#change(messageId, { file });
    } else {
      this.#change(messageId, { failure: isUploadGone ? "upload" : "rejected" });
    }
  }

  #change(messageId: string, change: Partial<OutgoingMessage>): void {
    const message = this.#outbox.get(messageId);
    if (message !== undefined) {
      this.#outbox.put({ ...message, ...change });
      this.#show(messageId);
    }
  }

  #show(messageId: string, progress?: number): void {
    const message = this.#outbox.get(messageId);
    if (message !== undefined) {
      const shown = toWaitingMessage(message);
      const file = shown.file && progress !== undefined ? { ...shown.file, progress } : shown.file;
      this.#props.onMessage(file ? { ...shown, file } : shown);
    }
  }

  #readTime(): ServerTime {
    const { offset = 0, latest = 0 } = readObject<KnownServerTime>(this.#props.storage, timeKey) ?? {};
    return new ServerTime(() => this.#props.clock.now(), { offset, latest });
  }

  #saveTime(): void {
    this.#props.storage.set(timeKey, JSON.stringify(this.#time.known));
  }
}

function isAnswer<T extends "ACK" | "UPL">(
  frame: ServerFrame,
  type: T,
  messageId: string,
): frame is Extract<ServerFrame, readonly [T, ...unknown[]]> {
  return frame[0] === type && frame[1] === messageId;
}
