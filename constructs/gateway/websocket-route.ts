import type { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import type { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Apigatewayv2RouteResponse } from "@cdktf/provider-aws/lib/apigatewayv2-route-response";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";

export interface WebsocketRouteProps {
  readonly api: Apigatewayv2Api;
  readonly routeKey: string;
  readonly integration: Apigatewayv2Integration;
  /** Whether the integration's result is sent back over the socket. */
  readonly twoWay: boolean;
}

/**
 * Creates a route of a WebSocket API. A two-way route needs both a selection expression and a route response:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
 */
export class WebsocketRoute extends Construct {
  /** Resources that a deployment of the API depends on. */
  readonly parts: TerraformResource[];

  constructor(scope: Construct, id: string, props: WebsocketRouteProps) {
    super(scope, id);
    const route = new Apigatewayv2Route(this, "Route", {
      apiId: props.api.id,
      routeKey: props.routeKey,
      target: `integrations/${props.integration.id}`,
      ...(props.twoWay && { routeResponseSelectionExpression: "$default" }),
    });
    const response = props.twoWay
      ? [
          new Apigatewayv2RouteResponse(this, "Response", {
            apiId: props.api.id,
            routeId: route.id,
            routeResponseKey: "$default",
          }),
        ]
      : [];
    this.parts = [route, ...response];
  }
}
