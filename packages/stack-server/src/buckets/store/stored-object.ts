import { z } from "zod";

/** How an object stands in the index of its bucket's directory. */
export const storedObject = z.object({
  key: z.string(),
  /** Name of the file that holds its bytes. */
  file: z.string().regex(/^[\w-]+\.bytes$/),
  sizeBytes: z.int().nonnegative(),
  /** MD5 of its bytes in hex, which is its ETag. */
  md5: z.string(),
  /** Milliseconds since 1970, by the clock of the run. */
  storedAt: z.number(),
  /** Headers that a read gives back: `content-type`, `x-amz-meta-…`. */
  metadata: z.record(z.string(), z.string()),
});

/** An object as the store knows it. */
export type StoredObject = Readonly<z.infer<typeof storedObject>>;

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
