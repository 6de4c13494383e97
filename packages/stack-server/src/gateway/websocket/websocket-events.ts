import type { IncomingMessage } from "node:http";
import type { StageModel, WebSocketApiModel } from "../../stack/model";
import { createApiId, createTraceId } from "../api-ids";
import { forwardedHeaders, headerLines } from "../client-request";
import type { GatewayEvent } from "../context";
import { formatRequestTime } from "../request-time";
import { queryParameters } from "../request-url";
import type { ConnectionInfo } from "./connection";

/** The source of an event: its connection and stage. */
export interface EventSource {
  readonly api: WebSocketApiModel;
  readonly stage: StageModel;
  readonly connection: ConnectionInfo;
  /** Time of the event, in milliseconds since 1970. */
  readonly now: number;
}

/*
 * The fields, their order and their absence were observed in events of real APIs. See also
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html
 */

/** Creates the event of `$connect`. */
export function connectEvent(source: EventSource, request: IncomingMessage, query: string): GatewayEvent {
  return {
    ...collectHeaders(request, source.now),
    ...collectQuery(query),
    ...withStageVariables(source.stage),
    requestContext: requestContext(source, "$connect", "CONNECT"),
    isBase64Encoded: false,
  };
}

/** Creates the event of a message. */
export function messageEvent(source: EventSource, routeKey: string, body: string): GatewayEvent {
  return {
    ...withStageVariables(source.stage),
    requestContext: requestContext(source, routeKey, "MESSAGE"),
    body,
    isBase64Encoded: false,
  };
}

/** Creates the event of `$disconnect`. */
export function disconnectEvent(source: EventSource, code: number, reason: string): GatewayEvent {
  const headers = {
    Host: source.connection.domainName,
    "x-api-key": "",
    "X-Forwarded-For": "",
    "x-restapi": "",
  };
  return {
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    ...withStageVariables(source.stage),
    requestContext: {
      disconnectStatusCode: code,
      disconnectReason: reason,
      ...requestContext(source, "$disconnect", "DISCONNECT"),
    },
    isBase64Encoded: false,
  };
}

function requestContext(
  { api, stage, connection, now }: EventSource,
  routeKey: string,
  eventType: "CONNECT" | "MESSAGE" | "DISCONNECT",
) {
  const requestId = createApiId();
  return {
    routeKey,
    ...(eventType === "MESSAGE" ? { messageId: createApiId() } : {}),
    eventType,
    extendedRequestId: requestId,
    requestTime: formatRequestTime(now),
    messageDirection: "IN",
    stage: stage.name,
    connectedAt: connection.connectedAt,
    requestTimeEpoch: now,
    identity: connection.identity,
    requestId,
    domainName: connection.domainName,
    connectionId: connection.connectionId,
    apiId: api.apiId,
  };
}

/** Returns the stage variables. The field is absent if the stage has none (observed). */
function withStageVariables({ stageVariables }: StageModel) {
  return Object.keys(stageVariables).length === 0 ? {} : { stageVariables };
}

/** Returns the headers with the client's spelling (assumed) and without hop-by-hop headers (observed). */
function collectHeaders(request: IncomingMessage, now: number) {
  const headers: Record<string, string> = {};
  const multiValueHeaders: Record<string, string[]> = {};
  const added = [...forwardedHeaders(request), ["X-Amzn-Trace-Id", createTraceId(now)] as const];
  for (const [name, value] of [...headerLines(request), ...added]) {
    if (!hopByHop.test(name)) {
      headers[name] = value;
      multiValueHeaders[name] = [...(multiValueHeaders[name] ?? []), value];
    }
  }
  return { headers, multiValueHeaders };
}

const hopByHop = /^(connection|upgrade|__proto__)$/i;

/** Returns the query. The fields are absent without a query (observed). The last value of a repeated name counts. */
function collectQuery(query: string) {
  const parameters = queryParameters(query);
  if (parameters.size === 0) {
    return {};
  }
  return {
    queryStringParameters: Object.fromEntries(
      [...parameters].map(([name, values]) => [name, values.at(-1) ?? ""]),
    ),
    multiValueQueryStringParameters: Object.fromEntries(parameters),
  };
}
