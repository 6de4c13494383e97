/**
 * Matches a token (https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2) within the maximum length
 * (https://www.rfc-editor.org/rfc/rfc6838#section-4.2).
 */
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,127}";
const mediaType = new RegExp(`^${token}/${token}$`);

/**
 * Returns a media type that is valid in a header, which the object store requires. Parameters are dropped, and an
 * invalid type becomes `application/octet-stream`.
 */
export function mediaTypeOf(given: string): string {
  const [type = ""] = given.split(";");
  return mediaType.test(type.trim()) ? type.trim() : "application/octet-stream";
}
