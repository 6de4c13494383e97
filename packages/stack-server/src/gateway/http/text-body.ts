/**
 * Tells whether a body travels as text, by its content type; all else is encoded in base64.
 * Which types are text is not documented: it was observed of each type below, and that forms, `+json` and bodies
 * without a type are encoded. https://github.com/ministackorg/ministack/pull/766
 */
export function isTextBody(contentType: string | undefined): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || TEXT_TYPES.has(type);
}

const TEXT_TYPES = new Set(["application/json", "application/javascript", "application/xml"]);
