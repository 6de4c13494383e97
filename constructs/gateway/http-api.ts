import { Apigatewayv2Api } from "@cdktf/provider-aws/lib/apigatewayv2-api";
import { Apigatewayv2Integration } from "@cdktf/provider-aws/lib/apigatewayv2-integration";
import { Apigatewayv2Route } from "@cdktf/provider-aws/lib/apigatewayv2-route";
import { Construct } from "constructs";

export interface HttpApiProps {
  readonly name: string;
  /** The functions and their routes, by the ids of their constructs. */
  readonly functions: Readonly<Record<string, RoutedFunction>>;
  /**
   * Whether the API can be reached only through its custom domain name.
   * @default false
   */
  readonly disableExecuteApiEndpoint?: boolean;
}

/** A function, and the routes that call it. */
export interface RoutedFunction {
  readonly uri: string;
  /** Keys of the routes: a method and a path, for example `POST /tg`. */
  readonly routeKeys: readonly string[];
}

/**
 * Creates an HTTP API whose routes call functions, with payload format 2.0. It has no CORS configuration, because such
 * a configuration would apply to all stages and override the functions' own headers.
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
    this.routes = Object.entries(props.functions).flatMap(([functionId, it]) => this.#route(functionId, it));
  }

  #route(functionId: string, { uri, routeKeys }: RoutedFunction): readonly Apigatewayv2Route[] {
    const integration = new Apigatewayv2Integration(this, functionId, {
      apiId: this.api.id,
      integrationType: "AWS_PROXY",
      integrationMethod: "POST",
      integrationUri: uri,
      payloadFormatVersion: "2.0",
    });
    return routeKeys.map(
      (routeKey) =>
        new Apigatewayv2Route(this, idOf(routeKey), {
          apiId: this.api.id,
          routeKey,
          target: `integrations/${integration.id}`,
        }),
    );
  }
}

/** Returns a valid construct id, which has no slash. */
function idOf(routeKey: string): string {
  return routeKey.replaceAll("/", "-").replaceAll(/[^A-Za-z0-9-]/g, "");
}
