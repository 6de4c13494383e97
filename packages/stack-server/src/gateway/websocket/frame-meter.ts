/**
 * Reads the lengths of the frames in a stream of bytes. `ws` reports only whole messages, but API Gateway limits
 * single frames. https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export class FrameMeter {
  readonly #largest: number;
  readonly #header = Buffer.alloc(longestHeader);
  #headerLength = 0;
  /** Remaining payload bytes of the current frame. */
  #remaining = 0;

  /** @param largest Maximum payload of a frame, in bytes. */
  constructor(largest: number) {
    this.#largest = largest;
  }

  /** Processes the next bytes. @returns false if they contain the start of a frame that is too long */
  push(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      if (this.#remaining > 0) {
        const passed = Math.min(this.#remaining, chunk.length - at);
        this.#remaining -= passed;
        at += passed;
        continue;
      }
      this.#header[this.#headerLength] = chunk[at] ?? 0;
      this.#headerLength += 1;
      at += 1;
      const payload = this.#payloadLength();
      if (payload !== undefined) {
        this.#headerLength = 0;
        this.#remaining = payload;
        if (payload > this.#largest) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the length of the payload if the header is complete. */
  #payloadLength(): number | undefined {
    const second = this.#header[1] ?? 0;
    const short = second & 0x7f;
    const extended = short === 127 ? 8 : short === 126 ? 2 : 0;
    const mask = (second & 0x80) === 0 ? 0 : 4;
    if (this.#headerLength < 2 || this.#headerLength < 2 + extended + mask) {
      return undefined;
    }
    if (extended === 0) {
      return short;
    }
    return extended === 2 ? this.#header.readUInt16BE(2) : Number(this.#header.readBigUInt64BE(2));
  }
}

const longestHeader = 14;
