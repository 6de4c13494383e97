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
  /** Expression that selects the route's key in a frame, for example `$request.body.[0]`. */
  readonly routeSelectionExpression: string;
  /** URI of the function that {@link routes} call. */
  readonly functionUri: string;
  /** Routes to the function. A two-way route sends the function's result back over the socket. */
  readonly routes: readonly { readonly routeKey: string; readonly twoWay: boolean }[];
  /** Routes that the API answers itself, with a fixed text and without a function. */
  readonly mockRoutes: readonly { readonly routeKey: string; readonly answer: string }[];
}

/** Creates a WebSocket API with its routes and the one deployment that all its stages use. */
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
   * Creates the deployment, which is a snapshot of the API. A change to a route has no effect until there is a new
   * deployment. The trigger is a hash of everything that this API declares, so every change creates a new deployment.
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
