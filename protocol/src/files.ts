const mebibyte = 1024 * 1024;

/** The media types that a visitor may send, each with its largest size in bytes. */
export const fileSizeMax: Readonly<Record<string, number>> = {
  "application/pdf": 20 * mebibyte,
  "application/zip": 20 * mebibyte,
  "application/x-zip-compressed": 20 * mebibyte,
  "image/webp": 20 * mebibyte,
  "image/gif": 20 * mebibyte,
  "video/mp4": 20 * mebibyte,
  "image/jpeg": 5 * mebibyte,
  "image/png": 5 * mebibyte,
};

/** The maximum length of a file name, in characters. */
export const fileNameMaxCharacters = 128;

/** Returns whether a value is a file name: one path segment without control characters. */
export function isFileName(value: string): boolean {
  return (
    value !== "" &&
    value !== "." &&
    value !== ".." &&
    [...value].length <= fileNameMaxCharacters &&
    /^[^/\\\p{Cc}\p{Cs}]+$/u.test(value)
  );
}
