import { randomBytes } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Clock } from "../clock";
import type { S3Error } from "./s3-error";

/**
 * Sets what every answer of S3 has: the request's id, and the time of the clock, by which SDK clients correct
 * the time that they sign with. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTCommonResponseHeaders.html
 */
export function setCommonHeaders(response: ServerResponse, clock: Clock): void {
  response.setHeader("date", new Date(clock.now()).toUTCString());
  response.setHeader("server", "AmazonS3");
  response.setHeader("x-amz-request-id", randomBytes(8).toString("hex").toUpperCase());
}

/** Sends an XML document; to a HEAD request its headers only. */
function answerXml(response: ServerResponse, statusCode: number, root: string): void {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
  response.writeHead(statusCode, { "content-type": "application/xml", "content-length": body.length });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

/** Sends the result of an operation, whose elements are in the namespace of S3. */
export function answerResult(response: ServerResponse, name: string, elements: readonly string[]): void {
  const start = `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  answerXml(response, 200, `${start}${elements.join("")}</${name}>`);
}

/** Refuses a request as S3 does: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses */
export function answerError(response: ServerResponse, error: S3Error): void {
  // The body that may still come is let pass unread, so that the client can read the refusal.
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

/** An element with text in it. */
export function element(name: string, text: string | number | boolean): string {
  return `<${name}>${escapeText(String(text))}</${name}>`;
}

/** A carriage return is escaped too: readers turn it into a line feed. */
function escapeText(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
