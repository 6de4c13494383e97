import type { StageModel, WebSocketApiModel } from "../../stack/model";
import { compileSelectionExpression } from "../selection-expression";
import { StageThrottle } from "../token-bucket";
import type { Connection } from "./connection";
import { type CompiledRoute, compileRoute, type RouteContext } from "./route-integration";

/** What the stack says of one stage of a WebSocket API, compiled: its routes and its throttle. */
export interface CompiledStage {
  readonly api: WebSocketApiModel;
  readonly stage: StageModel;
  readonly throttle: StageThrottle;
  /** `$connect` or `$disconnect`, when the API has it. */
  lifecycleRoute(routeKey: "$connect" | "$disconnect"): CompiledRoute | undefined;
  /** The route of a message: the one its body names, else `$default`. @param body Parsed; `undefined` when it is no JSON. */
  messageRoute(body: unknown): CompiledRoute | undefined;
}

/** One stage of a WebSocket API that serves: its open connections outlive a change of what the stack says of it. */
export class WebSocketStage implements CompiledStage {
  readonly connections = new Map<string, Connection>();
  #compiled: CompiledStage;

  constructor(compiled: CompiledStage) {
    this.#compiled = compiled;
  }

  /** Serves messages by another stack from now on; those that are under way end by the old one. */
  swap(compiled: CompiledStage): void {
    this.#compiled = compiled;
  }

  get api(): WebSocketApiModel {
    return this.#compiled.api;
  }

  get stage(): StageModel {
    return this.#compiled.stage;
  }

  get throttle(): StageThrottle {
    return this.#compiled.throttle;
  }

  lifecycleRoute(routeKey: "$connect" | "$disconnect"): CompiledRoute | undefined {
    return this.#compiled.lifecycleRoute(routeKey);
  }

  messageRoute(body: unknown): CompiledRoute | undefined {
    return this.#compiled.messageRoute(body);
  }
}

/** @throws when the stack holds an expression or a template that is not served. */
export function compileWebSocketStage(
  api: WebSocketApiModel,
  stage: StageModel,
  context: RouteContext,
): CompiledStage {
  const routes = new Map(api.routes.map((route) => [route.routeKey, compileRoute(route, stage, context)]));
  const select = compileSelectionExpression(api.routeSelectionExpression);
  return {
    api,
    stage,
    throttle: new StageThrottle(stage, context.clock),
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
