import type { IncomingMessage } from "node:http";
import type { HttpApiModel, HttpRouteModel, StageModel } from "../../stack/model";
import { createApiId, createTraceId } from "../api-ids";
import { clientIdentity, domainName, forwardedHeaders, headerLines } from "../client-request";
import type { GatewayEvent } from "../context";
import { formatRequestTime } from "../request-time";
import { queryParameters, type RequestUrl } from "../request-url";
import type { RouteMatch } from "./http-routes";

/** Inputs of {@link httpEvent}. */
export interface HttpEventSource extends RouteMatch<Pick<HttpRouteModel, "routeKey">> {
  readonly api: HttpApiModel;
  readonly stage: StageModel;
  readonly accountId: string;
  readonly request: IncomingMessage;
  readonly url: RequestUrl;
  /** Path with the stage, as in `rawPath`. */
  readonly path: string;
  readonly body: Buffer;
  /** Time of the request, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Creates the event of an HTTP request in payload format 2.0. As in real events, missing parts are absent.
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

/** Returns the headers with lower-case names, with the values of repeated headers joined by commas, and the cookies. */
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
 * Returns whether a body with this content type is sent as text. Any other body is base64-encoded. AWS does not
 * document the types. Observed: each type below is sent as text. Forms, `+json` and bodies without a type are encoded.
 * https://github.com/ministackorg/ministack/pull/766
 */
function isTextBody(contentType: string | undefined): boolean {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  return type.startsWith("text/") || textTypes.has(type);
}

const textTypes = new Set(["application/json", "application/javascript", "application/xml"]);
