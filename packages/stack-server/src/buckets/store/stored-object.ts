import { z } from "zod";

/** Format of an object in the index of its bucket's folder. */
export const storedObject = z.object({
  key: z.string(),
  /** Name of the file with its bytes. */
  file: z.string().regex(/^[\w-]+\.bytes$/),
  sizeBytes: z.int().nonnegative(),
  /** MD5 of the object's bytes in hex, which is also the object's ETag. */
  md5: z.string(),
  /** Time of the write on the server's clock, in milliseconds since 1970. */
  storedAt: z.number(),
  /** Headers that a read returns: `content-type`, `x-amz-meta-…`. */
  metadata: z.record(z.string(), z.string()),
});

/** An object of a store. */
export type StoredObject = Readonly<z.infer<typeof storedObject>>;

/** Declared properties of the bytes. Each property that is set is checked. */
export interface DeclaredBody {
  readonly sizeBytes?: number;
  /** SHA-256 in hex. */
  readonly sha256?: string;
  /** MD5 in base64, as in `Content-MD5`. */
  readonly md5?: string;
}

/** Removes the milliseconds of a time, which HTTP dates do not have. */
export function wholeSecond(time: number): Date {
  return new Date(Math.floor(time / 1000) * 1000);
}

/** Formats a time for HTTP headers. */
export function httpDate(time: number): string {
  return wholeSecond(time).toUTCString();
}
