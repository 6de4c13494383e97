import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { S3Error } from "./s3-error";

/**
 * Sets the headers of every S3 response: the request id and the clock's time. SDK clients use that time to correct the
 * time of their signatures. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html
 */
export function setCommonHeaders(response: ServerResponse, clock: Clock): void {
  response.setHeader("date", new Date(clock.now()).toUTCString());
  response.setHeader("server", "AmazonS3");
  response.setHeader("x-amz-request-id", randomBytes(8).toString("hex").toUpperCase());
}

/** Sends an XML document, or only its headers for a HEAD request. */
function answerXml(response: ServerResponse, statusCode: number, root: string): void {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
  response.writeHead(statusCode, { "content-type": "application/xml", "content-length": body.length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Sends the result of an operation, with its elements in S3's namespace. */
export function answerResult(response: ServerResponse, name: string, elements: readonly string[]): void {
  const start = `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  answerXml(response, 200, `${start}${elements.join("")}</${name}>`);
}

/**
 * Sends an error as S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
 */
export function answerError(response: ServerResponse, error: S3Error): void {
  // Reads and discards the rest of the body, so that the client can read the error.
  response.req.resume();
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const elements = [
    element("Code", error.code),
    element("Message", error.message),
    ...Object.entries(error.details).map(([name, value]) => element(name, value)),
    element("RequestId", String(response.getHeader("x-amz-request-id") ?? "")),
  ];
  answerXml(response, error.statusCode, `<Error>${elements.join("")}</Error>`);
}

/** Creates an element with text. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeText(String(text))}</${name}>`;
}

/** Also escapes carriage returns, because XML parsers convert them to line feeds. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
