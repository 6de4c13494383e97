/** A message that a visitor sends. */
export interface OutgoingOptions {
  /** The messageId, which also identifies the message in all journals. */
  readonly token: string;
  /** The text, or the content of the file as text. */
  readonly text: string;
  /** Whether to send a PDF that is named after the token. @default false */
  readonly asFile?: boolean;
}

/** A message that is being sent. A file is uploaded first. */
export class OutgoingMessage {
  readonly token: string;
  readonly uploadId: string;
  readonly #options: OutgoingOptions;
  readonly #nextTimestamp: () => string;
  #timestamp: string | undefined;
  #url: string | undefined;
  #uploading = false;
  #sentAt = 0;
  #patience = firstPatienceMilliseconds;

  /** @param nextTimestamp Called once, when the message itself is sent for the first time. */
  constructor(options: OutgoingOptions, nextTimestamp: () => string) {
    this.#options = options;
    this.#nextTimestamp = nextTimestamp;
    this.token = options.token;
    this.uploadId = `upload-${options.token}`;
    if (options.asFile !== true) {
      this.#timestamp = nextTimestamp();
    }
  }

  /** Returns the frame to send now, or `undefined` if it has already been sent. */
  next(now: number): readonly unknown[] | undefined {
    if (this.#uploading || now - this.#sentAt < this.#patience) {
      return undefined;
    }
    // The wait grows, because repeated frames would slow down a busy server further.
    this.#patience =
      this.#sentAt === 0 ? this.#patience : Math.min(longestPatienceMilliseconds, 2 * this.#patience);
    this.#sentAt = now;
    const { token, text, asFile = false } = this.#options;
    if (!asFile) {
      return ["TXT", token, text, this.#timestamp];
    }
    const file = [`${token}.pdf`, fileType, Buffer.byteLength(text)];
    if (this.#url === undefined) {
      return ["UPL", this.uploadId, ...file, new Date(now).toISOString()];
    }
    this.#timestamp ??= this.#nextTimestamp();
    return ["BIN", token, this.#url, ...file, this.#timestamp];
  }

  /** Makes the next call of `next` return the frame again. */
  sendAgain(): void {
    this.#sentAt = 0;
  }

  /** Uploads the file to the URL from the server. After a failure, the message starts again with `UPL`. */
  async upload(canonicalUri: unknown, uploadUri: unknown): Promise<void> {
    if (this.#uploading || this.#url !== undefined) {
      return;
    }
    this.#uploading = true;
    try {
      const headers = { "content-type": fileType };
      const body = Buffer.from(this.#options.text);
      const { ok } = await fetch(String(uploadUri), { method: "PUT", headers, body });
      this.#url = ok ? String(canonicalUri) : undefined;
      this.#sentAt = ok ? 0 : Date.now();
    } catch {
      this.#sentAt = Date.now();
    } finally {
      this.#uploading = false;
    }
  }
}

const fileType = "application/pdf";

/** Wait for an answer before a frame is sent again. Each wait is twice the previous one. */
const firstPatienceMilliseconds = 5_000;
const longestPatienceMilliseconds = 20_000;
