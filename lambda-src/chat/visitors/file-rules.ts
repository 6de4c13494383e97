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

/** What a fileType must be, for an error's text. */
export const fileTypeRule = `one of ${Object.keys(fileSizeMax).join(", ")}`;

/** https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2, no longer than https://www.rfc-editor.org/rfc/rfc6838#section-4.2 */
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}";
const mediaType = new RegExp(`^${token}/${token}$`);

/**
 * Returns a media type that a header can hold: the object store takes it in one. Parameters are dropped, and a type
 * that is none becomes `application/octet-stream`.
 */
export function mediaTypeOf(given: string): string {
  const [type = ""] = given.split(";");
  return mediaType.test(type.trim()) ? type.trim() : "application/octet-stream";
}

/** The longest name of a file, in characters. */
export const fileNameMaxCharacters = 128;

/** A file's name: one segment of a path, without control characters. */
export function isFileName(value: string): boolean {
  return (
    value !== "" &&
    value !== "." &&
    value !== ".." &&
    [...value].length <= fileNameMaxCharacters &&
    /^[^/\\\p{Cc}\p{Cs}]+$/u.test(value)
  );
}

/** What {@link isFileName} wants, for an error's text. */
export const fileNameRule = `1 to ${fileNameMaxCharacters} characters without / and \\`;
