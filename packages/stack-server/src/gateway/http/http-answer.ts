import { validateHeaderName, validateHeaderValue } from "node:http";
import { isObject } from "../../json";
import { readStatusAndBody } from "../lambda-integration";

/** A response to a client. */
export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/**
 * Converts a function's result by the rules of payload format 2.0. An object with `statusCode` is a whole response;
 * anything else is the body of a 200.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
 *
 * @throws Error for a result that API Gateway would replace with a 500
 */
export function readHttpAnswer(payload: unknown): HttpAnswer {
  if (!isObject(payload) || payload.statusCode === undefined) {
    const text = typeof payload === "string" ? payload : JSON.stringify(payload);
    return {
      statusCode: 200,
      headers: { "content-type": "application/json" },
      cookies: [],
      body: Buffer.from(text),
    };
  }
  const { statusCode, body } = readStatusAndBody(payload);
  return {
    statusCode,
    headers: readHeaders(payload.headers),
    cookies: readCookies(payload.cookies),
    body: Buffer.from(body ?? "", payload.isBase64Encoded === true ? "base64" : "utf8"),
  };
}

function readHeaders(headers: unknown): Record<string, string> {
  // Without a content type, the response is plain text (observed): https://github.com/rackspace/sailplane/issues/138
  const read: Record<string, string> = { "content-type": "text/plain; charset=utf-8" };
  for (const [spelled, value] of Object.entries(isObject(headers) ? headers : {})) {
    const name = spelled.toLowerCase();
    if (!replaced.has(name) && value !== null && value !== undefined) {
      read[name] = checkHeader(name, String(value));
    }
  }
  return read;
}

/** Headers that a function cannot set: the server sets the length and the hop-by-hop headers. */
const replaced = new Set(["content-length", "transfer-encoding", "connection"]);

function readCookies(cookies: unknown): string[] {
  return Array.isArray(cookies) ? cookies.map((cookie) => checkHeader("set-cookie", String(cookie))) : [];
}

function checkHeader(name: string, value: string): string {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return value;
  } catch {
    throw new Error(`the header ${JSON.stringify(name)} is invalid`);
  }
}
