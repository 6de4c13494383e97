import type { IncomingMessage, ServerResponse } from "node:http";
import { answerJson, readBody } from "../../http";
import type { HttpApiModel, StageModel } from "../../stack/model";
import { createApiId } from "../api-ids";
import { headerLines } from "../client-request";
import type { GatewayContext } from "../context";
import { logFailure } from "../failures";
import { compileLambda } from "../lambda-integration";
import { type RequestUrl, rawPath } from "../request-url";
import { StageThrottle } from "../token-bucket";
import { type HttpAnswer, readHttpAnswer } from "./http-answer";
import { compileCors } from "./http-cors";
import { httpEvent } from "./http-event";
import { compileRouteTable } from "./http-routes";

/** A compiled stage of an HTTP API. */
export interface HttpStage {
  readonly api: HttpApiModel;
  readonly stage: StageModel;
  /** Handles a request. Never rejects. @param path Encoded path below the stage. */
  serve(request: IncomingMessage, response: ServerResponse, url: RequestUrl, path: string): Promise<void>;
}

/** Limit of the request body: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const largestBodyBytes = 10 * 1024 * 1024;

/** Limit of the request line and all header values together, from the same page. */
const largestHeadBytes = 10_240;

/** Lambda's limit for an event: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const largestEventBytes = 6 * 1024 * 1024;

/**
 * Compiles a stage. docs/fidelity.md lists the sources of the gateway's own responses.
 *
 * @throws Error for an integration with payload format 1.0
 */
export function compileHttpStage(
  api: HttpApiModel,
  stage: StageModel,
  accountId: string,
  context: GatewayContext,
): HttpStage {
  for (const { integration } of api.routes) {
    if (integration.payloadFormatVersion !== "2.0") {
      throw new Error(
        `${integration.address} has the unsupported payload format ${integration.payloadFormatVersion ?? "1.0 (the default)"}. Set payloadFormatVersion to "2.0".`,
      );
    }
  }
  const find = compileRouteTable(
    api.routes.map(({ routeKey, integration }) => ({
      routeKey,
      ...compileLambda(integration, stage, context, readHttpAnswer, "answer"),
    })),
  );
  const cors = compileCors(api.cors);
  const throttle = new StageThrottle(stage, context.clock);
  return {
    api,
    stage,
    serve: async (request, response, url, path) => {
      if (headBytes(request) > largestHeadBytes) {
        // The limit is documented, and the status is assumed.
        return refuse(response, 431, "Request Header Fields Too Large");
      }
      const preflight = cors.preflight(request);
      if (preflight !== undefined) {
        response.writeHead(204, { ...preflight, "apigw-requestid": createApiId() }).end();
        return;
      }
      const shownPath = rawPath(url.path);
      if (shownPath === undefined) {
        return refuse(response, 400, "Bad Request");
      }
      const match = find(request.method ?? "", path === "" ? "/" : path);
      if (match === undefined) {
        return refuse(response, 404, "Not Found");
      }
      const fault = await context.faults?.apply({ place: "request", names: [stage.name] });
      if (fault === "refuse" || !throttle.take(match.route.routeKey)) {
        return refuse(response, 429, "Too Many Requests");
      }
      const body = await readBody(request, largestBodyBytes);
      if (body === "aborted") {
        return;
      }
      if (body === "tooLarge") {
        return refuse(response, 413, "Request Entity Too Large");
      }
      const now = context.wallClock.now();
      const event = httpEvent({ ...match, api, stage, accountId, request, url, path: shownPath, body, now });
      if (isTooLargeForLambda(event, body)) {
        return refuse(response, 413, "Request Entity Too Large");
      }
      const startedAt = performance.now();
      const { routeKey, functionName, integrate } = match.route;
      const outcome = await integrate(event);
      const isAnswered = outcome.kind === "answered";
      const statusCode = isAnswered ? outcome.statusCode : failureStatus(outcome.kind);
      context.onAccess?.({
        kind: "request",
        route: routeKey,
        functionName,
        outcome: String(statusCode),
        milliseconds: performance.now() - startedAt,
        receivedBytes: body.length,
        sentBytes: isAnswered ? outcome.body.length : 0,
        usage: outcome.usage,
      });
      if (isAnswered) {
        const headers = cors.answer(request, outcome.headers);
        return send(response, { ...outcome, headers }, event.requestContext.requestId);
      }
      logFailure(context.log, stage, routeKey, outcome.reason);
      refuse(response, statusCode, statusCode === 503 ? "Service Unavailable" : "Internal Server Error");
    },
  };
}

function failureStatus(kind: string): 500 | 503 {
  return kind === "throttled" || kind === "timedOut" ? 503 : 500;
}

function headBytes(request: IncomingMessage): number {
  let bytes = Buffer.byteLength(`${request.method} ${request.url} HTTP/${request.httpVersion}`);
  for (const [, value] of headerLines(request)) {
    bytes += Buffer.byteLength(value);
  }
  return bytes;
}

/** Returns whether the event exceeds Lambda's limit. As JSON, a byte of the body becomes at most six. */
function isTooLargeForLambda(event: unknown, body: Buffer): boolean {
  return body.length * 6 > largestEventBytes && Buffer.byteLength(JSON.stringify(event)) > largestEventBytes;
}

function send(
  response: ServerResponse,
  { statusCode, headers, cookies, body }: HttpAnswer,
  requestId: string,
): void {
  if (response.destroyed) {
    return;
  }
  response.writeHead(statusCode, {
    ...headers,
    ...(cookies.length === 0 ? {} : { "set-cookie": [...cookies] }),
    // A 204 or 304 has no body, even if the function returned one.
    ...(statusCode === 204 || statusCode === 304 ? {} : { "content-length": body.length }),
    "apigw-requestid": requestId,
  });
  response.end(body);
}

function refuse(response: ServerResponse, statusCode: number, message: string): void {
  answerJson(response, statusCode, { message }, { "apigw-requestid": createApiId() });
}
