/** An object as the store knows it. */
export interface StoredObject {
  readonly key: string;
  /** Name of the file that holds its bytes. */
  readonly file: string;
  readonly sizeBytes: number;
  /** MD5 of its bytes in hex, which is its ETag. */
  readonly md5: string;
  /** Milliseconds since 1970, by the clock of the run. */
  readonly storedAt: number;
  /** Headers that a read gives back: `content-type`, `x-amz-meta-…`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a write declares about its bytes; each is checked when it is given. */
export interface DeclaredBody {
  readonly sizeBytes?: number;
  /** In hex. */
  readonly sha256?: string;
  /** In base64, as `Content-MD5` has it. */
  readonly md5?: string;
}

/** Drops the milliseconds of a time, which HTTP dates do not have. */
export function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}

/** A time as HTTP headers have it. */
export function httpDate(time: number): string {
  return wholeSecond(time).toUTCString();
}
