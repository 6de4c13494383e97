import type { HttpRouteModel, WebSocketRouteModel } from "../model";
import { NotServed } from "../stack-error";
import type { ResourceReader, StackReader } from "../stack-reader";
import { type Integrations, needIntegration } from "./integrations";

/** An `aws_apigatewayv2_route`, read before the protocol of its API is known. */
export interface RouteDeclaration {
  readonly address: string;
  readonly routeId: string;
  readonly apiId: string;
  readonly routeKey: string;
  readonly target: string;
  readonly twoWay: boolean;
}

/** Reads `aws_apigatewayv2_route` and `aws_apigatewayv2_route_response`. @throws StackError */
export function readRouteDeclarations(reader: StackReader): readonly RouteDeclaration[] {
  const answeredIds = new Set(reader.served(reader.readAll(routeResponseReader)));
  return reader
    .served(reader.readAll(routeReader))
    .map((route) => ({ ...route, twoWay: route.twoWay && answeredIds.has(route.routeId) }));
}

const routeReader: ResourceReader<RouteDeclaration> = {
  type: "aws_apigatewayv2_route",
  key: "id",
  read: (attributes, address) => {
    const authorization = attributes.optionalText("authorization_type") ?? "NONE";
    if (authorization !== "NONE") {
      throw new NotServed(
        `routes with authorization ${authorization} are not supported; they are not served, so that no request bypasses the authorization`,
      );
    }
    const target = attributes.optionalText("target");
    if (target === undefined) {
      throw new NotServed("it has no target");
    }
    const selection = attributes.optionalText("route_response_selection_expression");
    if (selection !== undefined && selection !== "$default") {
      throw new NotServed(
        `the route response selection expression \`${selection}\` is not supported, only \`$default\``,
      );
    }
    return {
      address,
      routeId: attributes.text("id"),
      apiId: attributes.text("api_id"),
      routeKey: attributes.text("route_key"),
      target,
      twoWay: selection !== undefined,
    };
  },
};

/**
 * Joins the routes of an HTTP API with their integrations. The default timeout is 30 s:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 *
 * @throws StackError
 */
export function readHttpRoutes(
  reader: StackReader,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
): readonly HttpRouteModel[] {
  return reader.mapServed(routes, (route) => {
    const { address, routeKey } = route;
    if (!routeKeyPattern.test(routeKey)) {
      throw reader.error(
        address,
        `its route key is \`${routeKey}\`, expected \`METHOD /path\`, \`ANY /path\` or \`$default\``,
      );
    }
    const integration = needIntegration(reader, integrations, route, 30_000);
    if (integration.type !== "AWS_PROXY") {
      throw new NotServed(
        `its integration ${integration.address} is a MOCK; in HTTP APIs only AWS_PROXY is supported`,
      );
    }
    // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    const payloadFormatVersion = integration.payloadFormatVersion ?? "1.0";
    return { address, routeKey, integration: { ...integration, payloadFormatVersion } };
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
const routeKeyPattern = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

/**
 * Joins the routes of a WebSocket API with their integrations. The default timeout is 29 s:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 *
 * @throws StackError
 */
export function readWebSocketRoutes(
  reader: StackReader,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
): readonly WebSocketRouteModel[] {
  return reader.mapServed(routes, (route) => {
    const { address, routeKey, twoWay } = route;
    return { address, routeKey, integration: needIntegration(reader, integrations, route, 29_000), twoWay };
  });
}

/** Reads the id of the route that has a response. */
const routeResponseReader: ResourceReader<string> = {
  type: "aws_apigatewayv2_route_response",
  key: "id",
  read: (attributes) => attributes.text("route_id"),
};
