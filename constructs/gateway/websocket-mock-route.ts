import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2IntegrationResponse } from "@cdktf/provider-aws/lib/apigatewayv2-integration-response";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { WebsocketRoute, type WebsocketRouteProps } from "./websocket-route";

/** The key of the templates. It is also the selection expression, which always selects this key. */
const template = "200";

export interface WebsocketMockRouteProps extends Pick<WebsocketRouteProps, "api" | "routeKey"> {
  /** Text that is sent back over the socket. */
  readonly answer: string;
}

/**
 * Creates a route that the API answers itself. The request template sets the status of the MOCK integration, and the
 * response template is the answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export class WebsocketMockRoute extends Construct {
  /** Resources that a deployment of the API depends on. */
  readonly parts: TerraformResource[];

  constructor(scope: Construct, id: string, props: WebsocketMockRouteProps) {
    super(scope, id);
    const integration = new Apigatewayv2Integration(this, "Mock", {
      apiId: props.api.id,
      integrationType: "MOCK",
      requestTemplates: { [template]: JSON.stringify({ statusCode: 200 }) },
      templateSelectionExpression: template,
    });
    const response = new Apigatewayv2IntegrationResponse(this, "Answer", {
      apiId: props.api.id,
      integrationId: integration.id,
      integrationResponseKey: "$default",
      responseTemplates: { [template]: props.answer },
      templateSelectionExpression: template,
    });
    const route = new WebsocketRoute(this, "Way", { ...props, integration, twoWay: true });
    this.parts = [integration, response, ...route.parts];
  }
}
