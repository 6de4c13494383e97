import { badRequest } from "./bot-api-error";

/** A part of a multipart body. */
export interface Part {
  readonly name: string;
  /** Set for a file, absent for a value. */
  readonly fileName?: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/**
 * Parses a multipart body as Telegram's server does (`parse_multipart_form_data` in
 * https://github.com/tdlib/td/blob/master/tdnet/td/net/HttpReader.cpp). That parser deviates from the standard. A value
 * of `content-disposition` ends at the next `;` even within quotes. Of several values with one name, the last is used.
 * Nothing is unescaped.
 *
 * @throws BotApiError 400 if the boundary is missing, or a part has no headers or no name.
 */
export function readMultipart(body: Buffer, contentType: string): readonly Part[] {
  const match = /boundary=(?:"([^"]+)"|([^;]+))/i.exec(contentType);
  const boundary = (match?.[1] ?? match?.[2] ?? "").trim();
  if (boundary === "") {
    throw badRequest("boundary not found");
  }
  const parts: Part[] = [];
  const end = Buffer.from(`\r\n--${boundary}`);
  let at = body.indexOf(`--${boundary}`);
  at = at === -1 ? body.length : at + end.length - 2;
  while (at < body.length && body.toString("latin1", at, at + 2) !== "--") {
    const headersEnd = body.indexOf("\r\n\r\n", at);
    const partEnd = headersEnd === -1 ? -1 : body.indexOf(end, headersEnd + 4);
    if (partEnd === -1) {
      throw badRequest("can't parse form data headers");
    }
    parts.push(readPart(body.toString("utf8", at + 2, headersEnd), body.subarray(headersEnd + 4, partEnd)));
    at = partEnd + end.length;
  }
  return parts;
}

function readPart(headers: string, bytes: Buffer): Part {
  const lines = headers.split("\r\n").map((line) => /^([^:]*):(.*)$/s.exec(line));
  const header = (name: string) =>
    lines.find((line) => line?.[1]?.trim().toLowerCase() === name)?.[2]?.trim();
  const disposition = header("content-disposition") ?? "";
  if (!disposition.startsWith("form-data;")) {
    throw badRequest("expected form-data content disposition");
  }
  const values = new Map(disposition.split(";").slice(1).map(readPair));
  const name = values.get("name") ?? "";
  if (name === "") {
    throw badRequest("field name in multipart/form-data not found");
  }
  const fileName = values.get("filename");
  const contentType = header("content-type") ?? "application/octet-stream";
  return { name, ...(fileName === undefined ? {} : { fileName }), contentType, bytes };
}

function readPair(pair: string): readonly [string, string] {
  const [key = "", ...rest] = pair.split("=");
  return [
    key.trim(),
    rest
      .join("=")
      .trim()
      .replace(/^"(.*)"$/s, "$1"),
  ];
}
