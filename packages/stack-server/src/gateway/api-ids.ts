import { randomBytes } from "node:crypto";

/**
 * Creates an id in API Gateway's form for connections, requests and messages, for example `L0SM9cOFvHcCIhw=`: eleven
 * bytes in URL-safe base64. The form was observed.
 */
export function createApiId(): string {
  return `${randomBytes(11).toString("base64url")}=`;
}

/**
 * Creates an `X-Amzn-Trace-Id`:
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader
 */
export function createTraceId(now: number): string {
  return `Root=1-${Math.floor(now / 1000).toString(16)}-${randomBytes(12).toString("hex")}`;
}
