import type { Attributes } from "../attributes";
import type {
  HttpApiModel,
  HttpCorsModel,
  IntegrationModel,
  StageModel,
  WebSocketApiModel,
  WebSocketRouteModel,
} from "../model";
import type { ResourceReader, StackReader } from "../stack-reader";
import { functionInIntegrationUri, substituteStageVariables } from "./function-names";
import type { FunctionCatalog } from "./functions";
import { type Integrations, readIntegrations } from "./integrations";
import { type RouteDeclaration, readHttpRoutes, readRouteDeclarations, readWebSocketRoutes } from "./routes";
import { readStages } from "./stages";

/** Reads API Gateway v2: APIs with their routes, integrations and stages. @throws StackError */
export function readApis(
  reader: StackReader,
  functions: FunctionCatalog,
): { readonly webSocketApis: readonly WebSocketApiModel[]; readonly httpApis: readonly HttpApiModel[] } {
  const apis = reader.readAll(apiReader);
  const integrations = readIntegrations(reader);
  const routes = readRouteDeclarations(reader);
  const stages = readStages(reader);
  reader.mapServed([...reader.served(integrations), ...routes, ...stages], ({ address, apiId }) =>
    reader.need(reader.find(apis, apiId, address, "API with the id"), address),
  );
  const apisOf = (protocol: ApiDeclaration["protocol"]) =>
    reader.served(apis).filter((api) => api.protocol === protocol);
  const partsOf = <Route extends CheckedRoute>(wanted: string, readRoutes: RoutesReader<Route>) => {
    const ownRoutes = routes.filter(({ apiId }) => apiId === wanted);
    const ownStages = stages.filter(({ apiId }) => apiId === wanted).map(({ stage }) => stage);
    reader.refuseTwins(ownRoutes, "route key", ({ routeKey }) => routeKey);
    reader.refuseTwins(ownStages, "name", ({ name }) => name);
    const served = reader.keepServed(readRoutes(reader, ownRoutes, integrations), ({ integration }) => {
      for (const stage of ownStages) {
        checkIntegration(reader, functions, integration, stage);
      }
    });
    return { routes: served, stages: ownStages };
  };
  return {
    webSocketApis: apisOf("WEBSOCKET").map(({ protocol, cors, ...api }) => ({
      ...api,
      ...partsOf(api.apiId, readWebSocketRoutes),
    })),
    httpApis: apisOf("HTTP").map(({ protocol, routeSelectionExpression, ...api }) => ({
      ...api,
      ...partsOf(api.apiId, readHttpRoutes),
    })),
  };
}

type CheckedRoute = Pick<WebSocketRouteModel, "address" | "integration">;

type RoutesReader<Route> = (
  reader: StackReader,
  routes: readonly RouteDeclaration[],
  integrations: Integrations,
) => readonly Route[];

interface ApiDeclaration {
  readonly address: string;
  readonly apiId: string;
  readonly name: string;
  readonly protocol: "WEBSOCKET" | "HTTP";
  readonly routeSelectionExpression: string;
  readonly cors: HttpCorsModel | undefined;
}

const apiReader: ResourceReader<ApiDeclaration> = {
  type: "aws_apigatewayv2_api",
  key: "id",
  read: (attributes, address) => ({
    address,
    apiId: attributes.text("id"),
    name: attributes.text("name"),
    protocol: attributes.choice("protocol_type", ["WEBSOCKET", "HTTP"]),
    routeSelectionExpression: attributes.text("route_selection_expression"),
    cors: readCors(attributes.block("cors_configuration")),
  }),
};

function readCors(block: Attributes | undefined): HttpCorsModel | undefined {
  return (
    block && {
      allowOrigins: block.texts("allow_origins"),
      allowMethods: block.texts("allow_methods"),
      allowHeaders: block.texts("allow_headers"),
      exposeHeaders: block.texts("expose_headers"),
      allowCredentials: block.optionalBoolean("allow_credentials") ?? false,
      maxAgeSeconds: block.optionalNumber("max_age"),
    }
  );
}

/**
 * Checks the function of an integration.
 *
 * @throws StackError when a stage lacks a variable of the integration, or the function or alias does not exist
 * @throws NotServed when the function is not served
 */
function checkIntegration(
  reader: StackReader,
  functions: FunctionCatalog,
  integration: IntegrationModel,
  stage: StageModel,
): void {
  if (integration.type !== "AWS_PROXY") {
    return;
  }
  const { uri, missing } = substituteStageVariables(integration.integrationUri, stage.stageVariables);
  if (missing.length > 0) {
    throw reader.error(
      stage.address,
      `has no stage variable \`${missing.join(", ")}\`, which ${integration.address} uses`,
    );
  }
  functions.need(functionInIntegrationUri(uri), integration.address);
}
