import type { StageModel, WebSocketApiModel } from "../../plan/model";
import { compileSelectionExpression } from "../selection-expression";
import { TokenBucket } from "../token-bucket";
import type { Connection } from "./connection";
import { type CompiledRoute, compileRoute, type RouteWorld } from "./route-integration";

/** One stage of a WebSocket API, ready to serve: its routes, its throttle, its open connections. */
export interface WebSocketStage {
  readonly api: WebSocketApiModel;
  readonly stage: StageModel;
  readonly throttle: TokenBucket;
  readonly connections: Map<string, Connection>;
  /** `$connect` or `$disconnect`, when the API has it. */
  lifecycleRoute(routeKey: "$connect" | "$disconnect"): CompiledRoute | undefined;
  /** The route of a message: the one its body names, else `$default`. @param body Parsed; `undefined` when it is no JSON. */
  messageRoute(body: unknown): CompiledRoute | undefined;
}

/** @throws when the plan holds an expression or a template that is not served. */
export function compileWebSocketStage(
  api: WebSocketApiModel,
  stage: StageModel,
  world: RouteWorld,
): WebSocketStage {
  const routes = new Map(api.routes.map((route) => [route.routeKey, compileRoute(route, stage, world)]));
  const select = compileSelectionExpression(api.routeSelectionExpression);
  return {
    api,
    stage,
    throttle: new TokenBucket(stage.throttling, world.clock),
    connections: new Map(),
    lifecycleRoute: (routeKey) => routes.get(routeKey),
    messageRoute: (body) => {
      const key = select({ body });
      // A body cannot name the routes of the connection's own life (assumed).
      const named =
        key === undefined || key === "$connect" || key === "$disconnect" ? undefined : routes.get(key);
      return named ?? routes.get("$default");
    },
  };
}
