import type { StageModel, WebSocketApiModel } from "../../stack/model";
import type { GatewayContext } from "../context";
import { compileSelectionExpression } from "../selection-expression";
import { StageThrottle } from "../token-bucket";
import type { Connection } from "./connection";
import { type CompiledRoute, compileRoute } from "./route-integration";

/** What the stack says of one stage of a WebSocket API, compiled: its routes and its throttle. */
export interface CompiledStage {
  readonly api: WebSocketApiModel;
  readonly stage: StageModel;
  readonly throttle: StageThrottle;
  /** By their keys. */
  readonly routes: ReadonlyMap<string, CompiledRoute>;
  /** The route of a message: the one its body names, else `$default`. @param body Parsed; `undefined` when it is no JSON. */
  messageRoute(body: unknown): CompiledRoute | undefined;
}

/** One stage of a WebSocket API that serves: its open connections outlive a change of what the stack says of it. */
export interface WebSocketStage {
  readonly connections: Map<string, Connection>;
  /** Can be set to that of another stack: messages that are under way end by the old one. */
  compiled: CompiledStage;
}

/** @throws when the stack holds an expression or a template that is not served. */
export function compileWebSocketStage(
  api: WebSocketApiModel,
  stage: StageModel,
  context: GatewayContext,
): CompiledStage {
  const routes = new Map(api.routes.map((route) => [route.routeKey, compileRoute(route, stage, context)]));
  const select = compileSelectionExpression(api.routeSelectionExpression);
  return {
    api,
    stage,
    throttle: new StageThrottle(stage, context.clock),
    routes,
    messageRoute: (body) => {
      const key = select({ body });
      // A body cannot name the routes of the connection's own life (assumed).
      const named =
        key === undefined || key === "$connect" || key === "$disconnect" ? undefined : routes.get(key);
      return named ?? routes.get("$default");
    },
  };
}
