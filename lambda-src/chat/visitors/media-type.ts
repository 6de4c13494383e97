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
