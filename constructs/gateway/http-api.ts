import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Construct } from "constructs";

export interface HttpApiProps {
  readonly name: string;
  /** The function that all routes call. */
  readonly functionUri: string;
  /** Each a method and a path, for example `POST /tg`. */
  readonly routeKeys: readonly string[];
  /**
   * True: it is reached under a name of one's own only.
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

/**
 * An HTTP API whose routes all go to one function, in payload 2.0. It has no CORS configuration: that would be
 * one for all stages and would overrule the function's own headers.
 */
export class HttpApi extends Construct {
  readonly api: Apigatewayv2Api;
  readonly routes: readonly Apigatewayv2Route[];

  constructor(scope: Construct, id: string, props: HttpApiProps) {
    super(scope, id);
    this.api = new Apigatewayv2Api(this, "Api", {
      name: props.name,
      protocolType: "HTTP",
      disableExecuteApiEndpoint: props.disableExecuteApiEndpoint ?? false,
    });
    const integration = new Apigatewayv2Integration(this, "Function", {
      apiId: this.api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: props.functionUri,
      payloadFormatVersion: "2.0",
    });
    this.routes = props.routeKeys.map(
      (routeKey) =>
        new Apigatewayv2Route(this, idOf(routeKey), {
          apiId: this.api.id,
          routeKey,
          target: `integrations/${integration.id}`,
        }),
    );
  }
}

/** A construct's id holds no slash. */
function idOf(routeKey: string): string {
  return routeKey.replaceAll("/", "-").replaceAll(/[^A-Za-z0-9-]/g, "");
}
