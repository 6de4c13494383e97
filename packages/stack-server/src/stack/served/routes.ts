import type { HttpRouteModel, WebSocketRouteModel } from "../model";
import { NotServed } from "../stack-error";
import type { ResourceReader, StackReader } from "../stack-reader";
import type { Integrations } from "./integrations";

/** `aws_apigatewayv2_route`, before it is known which protocol its API has. */
export interface RouteDeclaration {
  readonly address: string;
  readonly routeId: string;
  readonly apiId: string;
  readonly routeKey: string;
  readonly target: string;
  readonly hasResponseSelection: boolean;
}

/** Reads `aws_apigatewayv2_route`. @throws StackError when an API has two routes with one key */
export function readRouteDeclarations(reader: StackReader): readonly RouteDeclaration[] {
  const routes = reader.served(reader.readAll(routeReader));
  for (const [index, route] of routes.entries()) {
    const twin = routes
      .slice(0, index)
      .find(({ apiId, routeKey }) => apiId === route.apiId && routeKey === route.routeKey);
    if (twin !== undefined) {
      throw reader.error(route.address, `has the same route key as ${twin.address}: \`${route.routeKey}\``);
    }
  }
  return routes;
}

const routeReader: ResourceReader<RouteDeclaration> = {
  type: "aws_apigatewayv2_route",
  key: "id",
  ignored: ["operation_name"],
  read: (attributes, address) => {
    const authorization = attributes.optionalText("authorization_type") ?? "NONE";
    if (authorization !== "NONE") {
      throw new NotServed(
        `routes with authorization ${authorization} are not served, so that nothing gets past it`,
      );
    }
    const target = attributes.optionalText("target");
    if (target === undefined) {
      throw new NotServed("it has no target");
    }
    const selection = attributes.optionalText("route_response_selection_expression");
    if (selection !== undefined && selection !== "$default") {
      throw new NotServed(`a route response is selected by \`$default\` only, not by \`${selection}\``);
    }
    return {
      address,
      routeId: attributes.text("id"),
      apiId: attributes.text("api_id"),
      routeKey: attributes.text("route_key"),
      target,
      hasResponseSelection: selection !== undefined,
    };
  },
};

/** Joins the routes of an HTTP API with their integrations. @throws StackError */
export function readHttpRoutes(
  reader: StackReader,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
): readonly HttpRouteModel[] {
  return routes.flatMap((route) => {
    if (!routeKeyPattern.test(route.routeKey)) {
      throw reader.error(
        route.address,
        `its route key is \`${route.routeKey}\`, wanted is \`METHOD /path\`, \`ANY /path\` or \`$default\``,
      );
    }
    const read = reader.attempt(route.address, () => readHttpRoute(route, integrations));
    return read === undefined ? [] : [read];
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
const routeKeyPattern = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

/** Without a timeout of its own an integration has 30 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
function readHttpRoute(route: RouteDeclaration, integrations: Integrations): HttpRouteModel {
  const integration = integrations.need(route.target, { ...route, defaultTimeoutMilliseconds: 30_000 });
  if (integration.type !== "AWS_PROXY") {
    throw new NotServed(
      `its integration ${integration.address} is a MOCK; HTTP APIs know only AWS_PROXY here`,
    );
  }
  // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
  const payloadFormatVersion = integration.payloadFormatVersion ?? "1.0";
  return {
    address: route.address,
    routeKey: route.routeKey,
    integration: { ...integration, payloadFormatVersion },
  };
}

/** Reads `aws_apigatewayv2_route_response`: the ids of the routes that have one. @throws StackError */
export function readAnsweredRouteIds(reader: StackReader): ReadonlySet<string> {
  return new Set(reader.served(reader.readAll(routeResponseReader)));
}

/**
 * Joins the routes of a WebSocket API with their integrations and responses. An integration without a timeout has 29 s:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 *
 * @throws StackError
 */
export function readWebSocketRoutes(
  reader: StackReader,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
  answeredRouteIds: ReadonlySet<string>,
): readonly WebSocketRouteModel[] {
  return routes.flatMap((route) => {
    const integration = reader.attempt(route.address, () =>
      integrations.need(route.target, { ...route, defaultTimeoutMilliseconds: 29_000 }),
    );
    const twoWay = route.hasResponseSelection && answeredRouteIds.has(route.routeId);
    return integration === undefined
      ? []
      : [{ address: route.address, routeKey: route.routeKey, integration, twoWay }];
  });
}

/** Gives the id of the route that has a response. */
const routeResponseReader: ResourceReader<string> = {
  type: "aws_apigatewayv2_route_response",
  key: "id",
  ignored: ["api_id", "route_response_key"],
  read: (attributes) => attributes.text("route_id"),
};
