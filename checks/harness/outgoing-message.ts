/** What a visitor sends. */
export interface OutgoingOptions {
  /** The messageId, and what the message can be found by. */
  readonly token: string;
  /** The text, or the file's bytes as text. */
  readonly text: string;
  /** True: sent as a PDF that is named after the token. @default false */
  readonly asFile?: boolean;
}

/** A message on its way to the server. A file is uploaded first. */
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

  /** Returns the frame to send now; `undefined`: it is on its way already. */
  next(now: number): readonly unknown[] | undefined {
    if (this.#uploading || now - this.#sentAt < this.#patience) {
      return undefined;
    }
    // A busy server is not helped by frames that come ever again.
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

  /** Lets `next` return the frame again at once. */
  sendAgain(): void {
    this.#sentAt = 0;
  }

  /** Puts the file where the server says; a failure begins anew with `UPL`. */
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

/** After so long without an answer a frame is sent again; each wait is twice the one before. */
const firstPatienceMilliseconds = 5_000;
const longestPatienceMilliseconds = 20_000;
