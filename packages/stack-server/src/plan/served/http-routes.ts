import type { HttpRouteModel } from "../model";
import type { Reading } from "../reading";
import { NotServed } from "../stack-error";
import type { Integrations } from "./integrations";
import type { RouteDeclaration } from "./routes";

/** Joins the routes of an HTTP API with their integrations. @throws StackError */
export function readHttpRoutes(
  reading: Reading,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
): readonly HttpRouteModel[] {
  return routes.flatMap((route) => {
    if (!ROUTE_KEY.test(route.routeKey)) {
      throw reading.error(
        route.address,
        `its route key is \`${route.routeKey}\`, wanted is \`METHOD /path\`, \`ANY /path\` or \`$default\``,
      );
    }
    const read = reading.attempt(route.address, () => readHttpRoute(route, integrations));
    return read === undefined ? [] : [read];
  });
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html */
const ROUTE_KEY = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/\S*)$/;

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
