import { createHash } from "node:crypto";
import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Deployment } from "@cdktf/provider-aws/lib/apigatewayv2-deployment";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Lazy, type TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { WebsocketMockRoute } from "./websocket-mock-route";
import { WebsocketRoute } from "./websocket-route";

export interface WebsocketApiProps {
  readonly name: string;
  /** Where in a frame the route's key stands, for example `$request.body.[0]`. */
  readonly routeSelectionExpression: string;
  /** The function that {@link routes} call. */
  readonly functionUri: string;
  /** Routes to the function; a two-way route sends what the function returns back over the socket. */
  readonly routes: readonly { readonly routeKey: string; readonly twoWay: boolean }[];
  /** Routes that the API answers by itself, with a fixed text and without a function. */
  readonly mockRoutes: readonly { readonly routeKey: string; readonly answer: string }[];
}

/** A WebSocket API with its routes and the one deployment that all its stages show. */
export class WebsocketApi extends Construct {
  readonly api: Apigatewayv2Api;
  readonly deployment: Apigatewayv2Deployment;

  constructor(scope: Construct, id: string, props: WebsocketApiProps) {
    super(scope, id);
    this.api = new Apigatewayv2Api(this, "Api", {
      name: props.name,
      protocolType: "WEBSOCKET",
      routeSelectionExpression: props.routeSelectionExpression,
    });
    const integration = new Apigatewayv2Integration(this, "Function", {
      apiId: this.api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: props.functionUri,
    });
    const routes = props.routes.map(
      (route) => new WebsocketRoute(this, route.routeKey, { ...route, api: this.api, integration }),
    );
    const mocks = props.mockRoutes.map(
      (route) => new WebsocketMockRoute(this, route.routeKey, { ...route, api: this.api }),
    );
    const parts = [integration, ...[...routes, ...mocks].flatMap((route) => route.parts)];
    this.deployment = this.#declareDeployment(parts);
  }

  /**
   * A deployment is a snapshot: without a new one a changed route stays as it was. The trigger is a hash over
   * all that this API declares, so that nothing can change and be forgotten.
   */
  #declareDeployment(parts: TerraformResource[]): Apigatewayv2Deployment {
    return new Apigatewayv2Deployment(this, "Deployment", {
      apiId: this.api.id,
      triggers: {
        redeployment: Lazy.stringValue({
          produce: (context) =>
            hashOf(context.resolve([this.api, ...parts].map((part) => part.toTerraform()))),
        }),
      },
      dependsOn: parts,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function hashOf(declaration: unknown): string {
  return createHash("sha256").update(JSON.stringify(declaration)).digest("hex");
}
