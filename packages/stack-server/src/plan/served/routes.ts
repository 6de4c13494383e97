import type { Reading, ResourceReader } from "../reading";
import { NotServed } from "../stack-error";

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
export function readRouteDeclarations(reading: Reading): readonly RouteDeclaration[] {
  const routes = reading.served(reading.readAll(routeReader));
  for (const [index, route] of routes.entries()) {
    const twin = routes
      .slice(0, index)
      .find(({ apiId, routeKey }) => apiId === route.apiId && routeKey === route.routeKey);
    if (twin !== undefined) {
      throw reading.error(route.address, `has the same route key as ${twin.address}: \`${route.routeKey}\``);
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
