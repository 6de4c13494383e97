import type { ServerResponse } from "node:http";
import type { CorsRuleModel } from "../stack/model";
import { S3Error } from "./s3-error";
import { header, type S3Request } from "./s3-request";

/**
 * Responds to a preflight by the first rule that matches its origin, method and headers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
 *
 * @throws S3Error when no rule matches
 */
export function answerPreflight(
  request: S3Request,
  rules: readonly CorsRuleModel[],
  response: ServerResponse,
): void {
  const origin = header(request, "origin");
  const method = header(request, "access-control-request-method");
  if (origin === undefined) {
    throw new S3Error("BadRequest", "Insufficient information. Origin request header needed.");
  }
  if (method === undefined) {
    throw new S3Error("BadRequest", "Invalid Access-Control-Request-Method: null");
  }
  const headers = requestedHeaders(request);
  const rule = rules.find(
    (candidate) => fits(candidate, origin, method) && headers.every((name) => allowsHeader(candidate, name)),
  );
  if (rule === undefined) {
    throw new S3Error("AccessForbidden", rules.length === 0 ? undefined : notAllowed, {
      Method: method,
      ResourceType: request.key === "" ? "BUCKET" : "OBJECT",
    });
  }
  setHeaders(response, rule, origin);
  if (headers.length > 0) {
    response.setHeader("access-control-allow-headers", headers.join(", "));
  }
  response.writeHead(200, { "content-length": 0 });
  response.end();
}

/**
 * Sets the CORS headers of a response if a rule matches the request's origin and method. Assumed: error responses also
 * have these headers, so that a page can read the reason.
 */
export function setCorsHeaders(
  request: S3Request,
  rules: readonly CorsRuleModel[],
  response: ServerResponse,
): void {
  const origin = header(request, "origin");
  const rule =
    origin === undefined ? undefined : rules.find((candidate) => fits(candidate, origin, request.method));
  if (origin !== undefined && rule !== undefined) {
    setHeaders(response, rule, origin);
  }
}

/** S3's own text, including its spelling mistake. */
const notAllowed =
  "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/**
 * Observed: if the rule allows any origin (`*`), the response has `*` and does not allow credentials. Otherwise, the
 * response has the request's origin and allows credentials.
 */
function setHeaders(response: ServerResponse, rule: CorsRuleModel, origin: string): void {
  const isOpen = rule.allowedOrigins.includes("*");
  response.setHeader("access-control-allow-origin", isOpen ? "*" : origin);
  response.setHeader("access-control-allow-methods", rule.allowedMethods.join(", "));
  response.setHeader("vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  if (!isOpen) {
    response.setHeader("access-control-allow-credentials", "true");
  }
  if (rule.exposeHeaders.length > 0) {
    response.setHeader("access-control-expose-headers", rule.exposeHeaders.join(", "));
  }
  if (rule.maxAgeSeconds !== undefined) {
    response.setHeader("access-control-max-age", String(rule.maxAgeSeconds));
  }
}

function requestedHeaders(request: S3Request): readonly string[] {
  return (request.headers["access-control-request-headers"] ?? [])
    .flatMap((value) => value.split(","))
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== "");
}

function fits(rule: CorsRuleModel, origin: string, method: string): boolean {
  return (
    rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => matches(pattern, origin))
  );
}

function allowsHeader(rule: CorsRuleModel, name: string): boolean {
  return rule.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name));
}

/** A pattern contains at most one `*`: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html */
function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) {
    return pattern === text;
  }
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
