import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2IntegrationResponse } from "@cdktf/provider-aws/lib/apigatewayv2-integration-response";
import type { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { WebsocketRoute, type WebsocketRouteProps } from "./websocket-route";

/** The key of the templates, and the selection expression that always gives it. */
const template = "200";

export interface WebsocketMockRouteProps extends Pick<WebsocketRouteProps, "api" | "routeKey"> {
  /** The text that goes back over the socket. */
  readonly answer: string;
}

/**
 * A route that the API answers by itself: the request template tells the MOCK integration its status, the
 * response template is the answer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export class WebsocketMockRoute extends Construct {
  /** All that a deployment of the API has to wait for. */
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
