import type { IncomingMessage, ServerResponse } from "node:http";
import type { AccessLogEntry, DatabaseUsage } from "../../access-log-entry";
import type { Clock } from "../../clock";
import type { Faults } from "../../faults";
import type { InvocationResult, Invoke } from "../../functions/runtime";
import { answerJson, readBody } from "../../http";
import type { Log } from "../../log";
import type { HttpApiModel, HttpRouteModel, StageModel } from "../../stack/model";
import { createApiId } from "../api-ids";
import { headerLines } from "../client-request";
import { logFailure } from "../failures";
import { invokeWithin, resolveIntegrationTarget } from "../integration-target";
import { type RequestUrl, rawPath } from "../request-url";
import { StageThrottle } from "../token-bucket";
import { type HttpAnswer, readHttpAnswer } from "./http-answer";
import { compileCors } from "./http-cors";
import { httpEvent } from "./http-event";
import { compileRouteTable } from "./http-routes";

/** What HTTP stages need of the context. */
export interface HttpContext {
  readonly accountId: string;
  readonly clock: Clock;
  /** For what really takes its time, such as an invocation: a move of `clock` must not end it. */
  readonly wallClock: Clock;
  readonly log: Log;
  /** What is asked to go wrong. @default - nothing */
  readonly faults?: Faults | undefined;
  /** Is told of every request that reached a route. @default - nobody */
  readonly onAccess?: ((access: AccessLogEntry) => void) | undefined;
  invoke: Invoke;
}

/** One stage of an HTTP API, ready to serve. */
export interface HttpStage {
  readonly api: HttpApiModel;
  readonly stage: StageModel;
  /** Answers a request. Never rejects. @param path Below the stage, still encoded. */
  serve(request: IncomingMessage, response: ServerResponse, url: RequestUrl, path: string): Promise<void>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const largestBodyBytes = 10 * 1024 * 1024;

/** Of the request line and the values of all headers together; same page. */
const largestHeadBytes = 10_240;

/** What Lambda takes with an invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const largestEventBytes = 6 * 1024 * 1024;

/**
 * Compiles a stage. How the gateway's own answers are known is told in docs/fidelity.md.
 *
 * @throws PayloadFormatError for an integration with payload format 1.0.
 */
export function compileHttpStage(api: HttpApiModel, stage: StageModel, context: HttpContext): HttpStage {
  for (const { integration } of api.routes) {
    if (integration.payloadFormatVersion !== "2.0") {
      throw new PayloadFormatError(
        `${integration.address} has payload format ${integration.payloadFormatVersion ?? "1.0 (the default)"}; the local run serves 2.0 only. Set payloadFormatVersion to "2.0".`,
      );
    }
  }
  const find = compileRouteTable(api.routes);
  const cors = compileCors(api.cors);
  const throttle = new StageThrottle(stage, context.clock);
  return {
    api,
    stage,
    serve: async (request, response, url, path) => {
      if (headBytes(request) > largestHeadBytes) {
        // The limit is documented, the status assumed.
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
      const fault = context.faults && (await context.faults.apply({ place: "request", names: [stage.name] }));
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
      const { route, pathParameters } = match;
      const { routeKey } = route;
      const { accountId, wallClock } = context;
      const event = httpEvent({
        api,
        stage,
        accountId,
        routeKey,
        pathParameters,
        request,
        url,
        path: shownPath,
        body,
        now: wallClock.now(),
      });
      if (isTooLargeForLambda(event, body)) {
        return refuse(response, 413, "Request Entity Too Large");
      }
      const startedAt = performance.now();
      const outcome = await integrate(route, stage, context, event);
      const { functionName, usage } = outcome;
      context.onAccess?.({
        kind: "request",
        route: routeKey,
        functionName,
        outcome: String(outcome.ok ? outcome.answer.statusCode : outcome.statusCode),
        milliseconds: performance.now() - startedAt,
        receivedBytes: body.length,
        sentBytes: outcome.ok ? outcome.answer.body.length : 0,
        usage,
      });
      if (outcome.ok) {
        const headers = cors.answer(request, outcome.answer.headers);
        return send(response, { ...outcome.answer, headers }, event.requestContext.requestId);
      }
      logFailure(context.log, stage, routeKey, outcome.reason);
      refuse(
        response,
        outcome.statusCode,
        outcome.statusCode === 503 ? "Service Unavailable" : "Internal Server Error",
      );
    },
  };
}

function headBytes(request: IncomingMessage): number {
  let bytes = Buffer.byteLength(`${request.method} ${request.url} HTTP/${request.httpVersion}`);
  for (const [, value] of headerLines(request)) {
    bytes += Buffer.byteLength(value);
  }
  return bytes;
}

/** Base64 makes a body longer by a third, escaping by more: most bodies need no count. */
function isTooLargeForLambda(event: unknown, body: Buffer): boolean {
  return body.length * 6 > largestEventBytes && Buffer.byteLength(JSON.stringify(event)) > largestEventBytes;
}

/** An integration whose events are not served. */
class PayloadFormatError extends Error {
  override readonly name = "PayloadFormatError";
}

type HttpOutcome = HttpEnd & {
  readonly functionName?: string;
  readonly usage?: DatabaseUsage | undefined;
};

type HttpEnd =
  | { readonly ok: true; readonly answer: HttpAnswer }
  | { readonly ok: false; readonly statusCode: 500 | 503; readonly reason: string };

async function integrate(
  { integration }: HttpRouteModel,
  stage: StageModel,
  context: HttpContext,
  event: unknown,
): Promise<HttpOutcome> {
  const target = resolveIntegrationTarget(integration, stage);
  if (!target.ok) {
    return { ok: false, statusCode: 500, reason: target.reason };
  }
  const { functionName } = target;
  const { timeoutMilliseconds, address } = integration;
  const { result, usage } = await invokeWithin(context, functionName, timeoutMilliseconds, event);
  if (result === undefined) {
    const reason = `${address} took longer than its timeout of ${timeoutMilliseconds} ms`;
    return { ok: false, statusCode: 503, reason, functionName };
  }
  return { ...readResult(functionName, result), functionName, usage };
}

function readResult(functionName: string, result: InvocationResult): HttpEnd {
  if (!result.ok) {
    const reason = `function ${functionName}: ${result.errorType}: ${result.errorMessage}`;
    return { ok: false, statusCode: result.reason === "Throttled" ? 503 : 500, reason };
  }
  try {
    return { ok: true, answer: readHttpAnswer(result.payload) };
  } catch (error) {
    const reason = `function ${functionName}: malformed answer: ${(error as Error).message}`;
    return { ok: false, statusCode: 500, reason };
  }
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
    // A 204 or 304 has no body, whatever the function gave.
    ...(statusCode === 204 || statusCode === 304 ? {} : { "content-length": body.length }),
    "apigw-requestid": requestId,
  });
  response.end(body);
}

function refuse(response: ServerResponse, statusCode: number, message: string): void {
  answerJson(response, statusCode, { message }, { "apigw-requestid": createApiId() });
}
