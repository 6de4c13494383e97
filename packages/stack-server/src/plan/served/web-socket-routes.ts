import type { WebSocketRouteModel } from "../model";
import type { Reading, ResourceReader } from "../reading";
import type { Integrations } from "./integrations";
import type { RouteDeclaration } from "./routes";

/** Reads `aws_apigatewayv2_route_response`: the ids of the routes that have one. @throws StackError */
export function readAnsweredRouteIds(reading: Reading): ReadonlySet<string> {
  return new Set(reading.served(reading.readAll(routeResponseReader)));
}

/**
 * Joins the routes of a WebSocket API with their integrations and responses. An integration without a timeout has 29 s:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 *
 * @throws StackError
 */
export function readWebSocketRoutes(
  reading: Reading,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
  answeredRouteIds: ReadonlySet<string>,
): readonly WebSocketRouteModel[] {
  return routes.flatMap((route) => {
    const integration = reading.attempt(route.address, () =>
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
