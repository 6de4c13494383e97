import type { StageModel, WebSocketApiModel } from "../../stack/model";
import type { GatewayContext } from "../context";
import { compileSelectionExpression } from "../selection-expression";
import { StageThrottle } from "../token-bucket";
import type { Connection } from "./connection";
import { type CompiledRoute, compileRoute } from "./route-integration";

/** A compiled stage of a WebSocket API: its routes and its throttle. */
export interface CompiledStage {
  readonly api: WebSocketApiModel;
  readonly stage: StageModel;
  readonly throttle: StageThrottle;
  /** Routes by their keys. */
  readonly routes: ReadonlyMap<string, CompiledRoute>;
  /**
   * Returns the route that the body of a message selects, or `$default`.
   *
   * @param body The parsed body; `undefined` if it is not JSON.
   */
  messageRoute(body: unknown): CompiledRoute | undefined;
}

/** A running stage of a WebSocket API. Its connections stay open when the stack changes. */
export interface WebSocketStage {
  readonly connections: Map<string, Connection>;
  /** The current version of the stage, which an update replaces. Messages in progress finish with the old version. */
  compiled: CompiledStage;
}

/** Compiles a stage. @throws Error for an unsupported expression or template */
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
      // A body cannot select the routes `$connect` and `$disconnect` (assumed).
      const named =
        key === undefined || key === "$connect" || key === "$disconnect" ? undefined : routes.get(key);
      return named ?? routes.get("$default");
    },
  };
}
