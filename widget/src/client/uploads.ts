import type { LocalFile } from "./file-rules";

/** An upload under way. */
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

/** The number of failed uploads of one file after which the visitor must decide. */
const attemptsMax = 3;

export interface UploadsProps<F extends LocalFile> {
  readonly start: StartUpload<F>;
  readonly onProgress: (messageId: string, progress: number) => void;
  /** @param url the name of the file in messages */
  readonly onDone: (messageId: string, url: string) => void;
  /** Called when a file was not uploaded. @param isFinal whether too many attempts failed */
  readonly onFailed: (messageId: string, isFinal: boolean) => void;
}

/** The files of this page that are not uploaded yet. */
export class Uploads<F extends LocalFile> {
  readonly #props: UploadsProps<F>;
  readonly #files = new Map<string, F>();
  readonly #running = new Map<string, Upload>();
  readonly #failures = new Map<string, number>();

  constructor(props: UploadsProps<F>) {
    this.#props = props;
  }

  add(messageId: string, file: F): void {
    this.#files.set(messageId, file);
    this.#failures.delete(messageId);
  }

  /** Returns whether this page has the file. After a reload, no page has. */
  has(messageId: string): boolean {
    return this.#files.has(messageId);
  }

  /** Allows as many attempts as at first. @returns whether this page has the file */
  allow(messageId: string): boolean {
    this.#failures.delete(messageId);
    return this.has(messageId);
  }

  isRunning(messageId: string): boolean {
    return this.#running.has(messageId);
  }

  /** Uploads a file to the address that the server offered. */
  async start(messageId: string, { uploadUri, url }: { uploadUri: string; url: string }): Promise<void> {
    const file = this.#files.get(messageId);
    if (file === undefined || this.#running.has(messageId)) {
      return;
    }
    const upload = this.#props.start(uploadUri, file, (progress) =>
      this.#props.onProgress(messageId, progress),
    );
    this.#running.set(messageId, upload);
    // A slow network reports nothing for a while.
    this.#props.onProgress(messageId, 0);
    try {
      await upload.done;
    } catch {
      this.#onFailed(messageId, upload);
      return;
    }
    if (this.#running.get(messageId) === upload) {
      this.#running.delete(messageId);
      this.#props.onDone(messageId, url);
    }
  }

  /** Forgets a file, and stops its upload. */
  remove(messageId: string): void {
    const running = this.#running.get(messageId);
    this.#running.delete(messageId);
    this.#files.delete(messageId);
    running?.cancel();
  }

  clear(): void {
    for (const messageId of [...this.#files.keys()]) {
      this.remove(messageId);
    }
  }

  #onFailed(messageId: string, upload: Upload): void {
    if (this.#running.get(messageId) === upload) {
      this.#running.delete(messageId);
      const failures = (this.#failures.get(messageId) ?? 0) + 1;
      this.#failures.set(messageId, failures);
      this.#props.onFailed(messageId, failures >= attemptsMax);
    }
  }
}
