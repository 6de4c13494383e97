import { randomBytes } from "node:crypto";

/**
 * An id of the form that API Gateway gives to connections, requests and messages, for example
 * `L0SM9cOFvHcCIhw=`: eleven bytes of URL-safe base64 (observed form).
 */
export function createApiId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

/** An `X-Amzn-Trace-Id`: https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
export function createTraceId(now: number): string {
  return `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
}
