import type { LocalFile } from "./file-rules";

/** A running upload. */
export interface Upload {
  readonly done: Promise<void>;
  cancel(): void;
}

/** Uploads a file with PUT. @param onProgress called with 0 to 1 */
export type StartUpload<F extends LocalFile> = (
  url: string,
  file: F,
  onProgress: (progress: number) => void,
) => Upload;

/** The number of failed uploads of a file after which only the visitor can start another one. */
const attemptsMax = 3;

export interface UploadsProps<F extends LocalFile> {
  readonly start: StartUpload<F>;
  readonly onProgress: (messageId: string, progress: number) => void;
  /** @param url the URL of the file in messages */
  readonly onDone: (messageId: string, url: string) => void;
  /** Called when a file was not uploaded. @param isFinal whether too many attempts failed */
  readonly onFailed: (messageId: string, isFinal: boolean) => void;
}

/** A file that is not sent yet. */
interface PendingFile<F> {
  readonly file: F;
  /** The number of uploads that failed since the visitor last requested an upload. */
  failures: number;
  running?: Upload | undefined;
}

/** The files of this page that are not sent yet. */
export class Uploads<F extends LocalFile> {
  readonly #props: UploadsProps<F>;
  readonly #pending = new Map<string, PendingFile<F>>();

  constructor(props: UploadsProps<F>) {
    this.#props = props;
  }

  add(messageId: string, file: F): void {
    this.#pending.set(messageId, { file, failures: 0 });
  }

  /** Returns whether this page has the file. After a reload, no page has it. */
  has(messageId: string): boolean {
    return this.#pending.has(messageId);
  }

  /** Resets the number of failed attempts. */
  allow(messageId: string): void {
    const pending = this.#pending.get(messageId);
    if (pending !== undefined) {
      pending.failures = 0;
    }
  }

  isRunning(messageId: string): boolean {
    return this.#pending.get(messageId)?.running !== undefined;
  }

  /** Uploads a file to the URL that the server offered. */
  async start(messageId: string, { uploadUri, url }: { uploadUri: string; url: string }): Promise<void> {
    const { onProgress, onDone, onFailed } = this.#props;
    const pending = this.#pending.get(messageId);
    if (pending === undefined || pending.running !== undefined) {
      return;
    }
    pending.running = this.#props.start(uploadUri, pending.file, (progress) =>
      onProgress(messageId, progress),
    );
    // Progress is reported immediately, because a slow network reports none for a while.
    onProgress(messageId, 0);
    const isDone = await pending.running.done.then(
      () => true,
      () => false,
    );
    pending.running = undefined;
    if (this.#pending.get(messageId) !== pending) {
      return;
    }
    if (isDone) {
      onDone(messageId, url);
    } else {
      pending.failures += 1;
      onFailed(messageId, pending.failures >= attemptsMax);
    }
  }

  /** Removes a file, and stops its upload. */
  remove(messageId: string): void {
    const running = this.#pending.get(messageId)?.running;
    this.#pending.delete(messageId);
    running?.cancel();
  }

  clear(): void {
    for (const messageId of [...this.#pending.keys()]) {
      this.remove(messageId);
    }
  }
}
