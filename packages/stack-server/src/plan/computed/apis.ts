import type { ComputedFrom, ComputedTable } from "./computed-from";
import { arn, arnStart } from "./names";
import { stableId } from "./stable-id";

/** API Gateway v2. API ids have ten characters, as at AWS; the ids within an API seven. */
export const apiComputed: Readonly<Record<string, ComputedTable>> = {
  aws_apigatewayv2_api: {
    api_endpoint: (from) =>
      from.text("protocol_type") === "WEBSOCKET" ? from.webSocketEndpoint : from.httpEndpoint,
    arn: (from) => `${arnStart(from)}:apigateway:${from.region}::/apis/${from.text("id")}`,
    execution_arn: (from) => arn(from, "execute-api", from.text("id")),
    id: (from) => stableId(from.address, 10),
    protocol_type: () => "HTTP",
    route_selection_expression: () => "$request.method $request.path",
  },
  aws_apigatewayv2_authorizer: withId(),
  aws_apigatewayv2_deployment: withId(),
  aws_apigatewayv2_domain_name: {
    arn: (from) => `${arnStart(from)}:apigateway:${from.region}::/domainnames/${from.text("domain_name")}`,
    id: (from) => from.text("domain_name"),
  },
  aws_apigatewayv2_integration: withId(),
  aws_apigatewayv2_integration_response: withId(),
  aws_apigatewayv2_route: withId(),
  aws_apigatewayv2_route_response: withId(),
  aws_apigatewayv2_stage: {
    arn: (from) =>
      `${arnStart(from)}:apigateway:${from.region}::/apis/${from.text("api_id")}/stages/${from.text("name")}`,
    execution_arn: (from) => arn(from, "execute-api", `${from.text("api_id")}/${from.text("name")}`),
    id: (from) => from.text("name"),
    invoke_url: (from) => {
      const name = from.text("name");
      return `${from.endpointOf(from.text("api_id"))}/${name === "$default" ? "" : name}`;
    },
  },
};

function withId(): ComputedTable {
  return { id: (from: ComputedFrom) => stableId(from.address, 7) };
}
