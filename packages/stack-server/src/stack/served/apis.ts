import type { Attributes } from "../attributes";
import type { HttpApiModel, HttpCorsModel, WebSocketApiModel } from "../model";
import type { Entry, ResourceReader, StackReader } from "../stack-reader";
import type { FunctionCatalog } from "./functions";
import { checkIntegrations } from "./integration-check";
import { type Integrations, readIntegrations } from "./integrations";
import {
  type RouteDeclaration,
  readAnsweredRouteIds,
  readHttpRoutes,
  readRouteDeclarations,
  readWebSocketRoutes,
} from "./routes";
import { readStages, type StageDeclaration } from "./stages";

/** Reads API Gateway v2: APIs with their routes, integrations and stages. @throws StackError */
export function readApis(
  reader: StackReader,
  functions: FunctionCatalog,
): { readonly webSocketApis: readonly WebSocketApiModel[]; readonly httpApis: readonly HttpApiModel[] } {
  const apis = reader.readAll(apiReader);
  const integrations = readIntegrations(reader);
  const routes = readRouteDeclarations(reader);
  const stages = readStages(reader);
  for (const part of [...integrations.all, ...routes, ...stages]) {
    requireApi(reader, apis, part);
  }
  const parts = { integrations, routes, stages, answeredRouteIds: readAnsweredRouteIds(reader) };
  const served = reader.served(apis);
  return {
    webSocketApis: served
      .filter(({ protocol }) => protocol === "WEBSOCKET")
      .map((api) => webSocketApi(reader, functions, api, parts)),
    httpApis: served
      .filter(({ protocol }) => protocol === "HTTP")
      .map((api) => httpApi(reader, functions, api, parts)),
  };
}

interface ApiDeclaration {
  readonly address: string;
  readonly apiId: string;
  readonly name: string;
  readonly protocol: "WEBSOCKET" | "HTTP";
  readonly routeSelectionExpression: string;
  readonly cors: HttpCorsModel | undefined;
}

interface ApiParts {
  readonly integrations: Integrations;
  readonly routes: readonly RouteDeclaration[];
  readonly stages: readonly StageDeclaration[];
  readonly answeredRouteIds: ReadonlySet<string>;
}

const apiReader: ResourceReader<ApiDeclaration> = {
  type: "aws_apigatewayv2_api",
  key: "id",
  ignored: ["description", "disable_execute_api_endpoint", "ip_address_type", "version"],
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

function requireApi(
  reader: StackReader,
  apis: readonly Entry<ApiDeclaration>[],
  { address, apiId }: { readonly address: string; readonly apiId: string },
): void {
  const api = apis.find(({ key }) => key === apiId);
  if (api === undefined) {
    throw reader.error(address, `there is no API with the id \`${apiId}\` in the stack`);
  }
  reader.attempt(address, () => reader.need(api, address));
}

function webSocketApi(
  reader: StackReader,
  functions: FunctionCatalog,
  { address, apiId, name, routeSelectionExpression }: ApiDeclaration,
  parts: ApiParts,
): WebSocketApiModel {
  const { declared, stages } = partsOf(reader, parts, apiId);
  const routes = readWebSocketRoutes(reader, declared, parts.integrations, parts.answeredRouteIds);
  const served = checkIntegrations(reader, functions, routes, stages);
  return { address, apiId, name, routeSelectionExpression, routes: served, stages };
}

function httpApi(
  reader: StackReader,
  functions: FunctionCatalog,
  { address, apiId, name, cors }: ApiDeclaration,
  parts: ApiParts,
): HttpApiModel {
  const { declared, stages } = partsOf(reader, parts, apiId);
  const routes = readHttpRoutes(reader, declared, parts.integrations);
  return {
    address,
    apiId,
    name,
    cors,
    routes: checkIntegrations(reader, functions, routes, stages),
    stages,
  };
}

/** @throws StackError when two stages of an API have the same name */
function partsOf(reader: StackReader, { routes, stages }: ApiParts, apiId: string) {
  const own = stages.filter((stage) => stage.apiId === apiId).map(({ stage }) => stage);
  for (const [index, stage] of own.entries()) {
    const twin = own.slice(0, index).find(({ name }) => name === stage.name);
    if (twin !== undefined) {
      throw reader.error(stage.address, `has the same name as ${twin.address}: \`${stage.name}\``);
    }
  }
  return { declared: routes.filter((route) => route.apiId === apiId), stages: own };
}
