import type { IncomingMessage } from "node:http";
import type { HttpApiModel, HttpRouteModel, StageModel } from "../../stack/model";
import { createApiId, createTraceId } from "../api-ids";
import { clientIdentity, domainName, forwardedHeaders, headerLines } from "../client-request";
import type { GatewayEvent } from "../context";
import { formatRequestTime } from "../request-time";
import { queryParameters, type RequestUrl } from "../request-url";
import type { RouteMatch } from "./http-routes";

/** What an event is made of. */
export interface HttpEventSource extends RouteMatch<Pick<HttpRouteModel, "routeKey">> {
  readonly api: HttpApiModel;
  readonly stage: StageModel;
  readonly accountId: string;
  readonly request: IncomingMessage;
  readonly url: RequestUrl;
  /** What `rawPath` shows, with the stage. */
  readonly path: string;
  readonly body: Buffer;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The event of an HTTP request in payload format 2.0; what a request lacks is absent, as in real events.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function httpEvent(source: HttpEventSource): GatewayEvent {
  const { stage, pathParameters, request, url, path, body } = source;
  const isBase64Encoded = body.length > 0 && !isTextBody(request.headers["content-type"]);
  const query = Object.fromEntries(
    [...queryParameters(url.query)].map(([name, values]) => [name, values.join(",")]),
  );
  return {
    version: "2.0",
    routeKey: source.route.routeKey,
    rawPath: path,
    rawQueryString: url.query,
    ...collectHeaders(source),
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    requestContext: requestContext(source),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    ...(Object.keys(stage.stageVariables).length === 0 ? {} : { stageVariables: stage.stageVariables }),
    ...(body.length === 0 ? {} : { body: body.toString(isBase64Encoded ? "base64" : "utf8") }),
    isBase64Encoded,
  };
}

function requestContext({ api, stage, accountId, route, request, path, now }: HttpEventSource) {
  const domain = stage.domainName ?? domainName(request);
  const { sourceIp, userAgent = "" } = clientIdentity(request);
  return {
    accountId,
    apiId: api.apiId,
    domainName: domain,
    domainPrefix: domain.split(/[.:]/)[0] ?? "",
    http: {
      method: request.method ?? "",
      path,
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp,
      userAgent,
    },
    requestId: createApiId(),
    routeKey: route.routeKey,
    stage: stage.name,
    time: formatRequestTime(now),
    timeEpoch: now,
  };
}

/** Names in small letters, repeated headers joined by commas, cookies apart. */
function collectHeaders({ request, now }: HttpEventSource) {
  const headers: Record<string, string> = {};
  const cookies: string[] = [];
  const added = [...forwardedHeaders(request), ["x-amzn-trace-id", createTraceId(now)] as const];
  for (const [spelled, value] of [...headerLines(request), ...added]) {
    const name = spelled.toLowerCase();
    if (name === "cookie") {
      cookies.push(...value.split(/;\s*/).filter((cookie) => cookie !== ""));
    } else if (name !== "connection" && name !== "__proto__") {
      headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
    }
  }
  return { ...(cookies.length === 0 ? {} : { cookies }), headers };
}

/**
 * Tells whether a body travels as text, by its content type; all else is encoded in base64.
 * Which types are text is not documented: it was observed of each type below, and that forms, `+json` and bodies
 * without a type are encoded. https://github.com/ministackorg/ministack/pull/766
 */
function isTextBody(contentType: string | undefined): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || textTypes.has(type);
}

const textTypes = new Set(["application/json", "application/javascript", "application/xml"]);
