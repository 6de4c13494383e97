import type { Clock } from "../../clock";
import type { InvocationResult } from "../../functions/runtime";
import type { IntegrationModel, StageModel, WebSocketRouteModel } from "../../plan/model";
import { resolveIntegrationTarget } from "../integration-target";
import { compileMockIntegration } from "../mock/mock-integration";
import { within } from "../within";
import type { WebSocketEvent } from "./websocket-events";

/** What came of a route's integration. */
export type IntegrationOutcome =
  | {
      readonly kind: "answered";
      readonly statusCode: number;
      /** `undefined`: none. */
      readonly body: string | undefined;
      readonly headers: Readonly<Record<string, unknown>>;
    }
  /** `backend`: the function or its answer is at fault; `configuration`: it could not be asked at all. */
  | { readonly kind: "failed"; readonly fault: "backend" | "configuration"; readonly reason: string }
  | { readonly kind: "timedOut"; readonly reason: string };

/** A route with its integration on one stage. */
export interface CompiledRoute {
  readonly routeKey: string;
  readonly twoWay: boolean;
  /** @param body The parsed body of a message. Never rejects. */
  integrate(event: WebSocketEvent, body: unknown): Promise<IntegrationOutcome>;
}

/** What a route needs of the world. */
export interface RouteWorld {
  readonly clock: Clock;
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
}

/** Compiles a route for a stage. @throws for a MOCK integration whose expressions or templates are not served. */
export function compileRoute(
  route: WebSocketRouteModel,
  stage: StageModel,
  world: RouteWorld,
): CompiledRoute {
  const { routeKey, twoWay, integration } = route;
  return { routeKey, twoWay, integrate: compileIntegration(integration, stage, world) };
}

function compileIntegration(
  integration: IntegrationModel,
  stage: StageModel,
  world: RouteWorld,
): CompiledRoute["integrate"] {
  if (integration.type === "MOCK") {
    const answer = compileMockIntegration(integration);
    return async ({ requestContext, body: text }, body) => {
      try {
        const input = {
          context: requestContext,
          stageVariables: stage.stageVariables,
          body: typeof text === "string" ? text : "",
        };
        return { kind: "answered", headers: {}, ...answer(input, body) };
      } catch (error) {
        return {
          kind: "failed",
          fault: "configuration",
          reason: error instanceof Error ? error.message : String(error),
        };
      }
    };
  }
  const target = resolveIntegrationTarget(integration, stage);
  if (!target.ok) {
    return async () => ({ kind: "failed", fault: "configuration", reason: target.reason });
  }
  const { functionName } = target;
  const { timeoutMilliseconds, address } = integration;
  return async (event) => {
    const result = await within(world.clock, timeoutMilliseconds, world.invoke(functionName, event));
    return result === undefined
      ? { kind: "timedOut", reason: `${address} took longer than its timeout of ${timeoutMilliseconds} ms` }
      : readAnswer(functionName, result);
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format */
function readAnswer(functionName: string, result: InvocationResult): IntegrationOutcome {
  if (!result.ok) {
    const fault = result.reason === "NotFound" || result.reason === "Throttled" ? "configuration" : "backend";
    return {
      kind: "failed",
      fault,
      reason: `function ${functionName}: ${result.errorType}: ${result.errorMessage}`,
    };
  }
  const { statusCode, body, headers } = (result.payload ?? {}) as Readonly<Record<string, unknown>>;
  const code = typeof statusCode === "string" ? Number(statusCode) : statusCode;
  if (!isStatusCode(code)) {
    return malformed(functionName, "statusCode is no whole number from 200 to 599");
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    return malformed(functionName, "body is no string");
  }
  return {
    kind: "answered",
    statusCode: code,
    body: body ?? undefined,
    headers: isRecord(headers) ? headers : {},
  };
}

function malformed(functionName: string, problem: string): IntegrationOutcome {
  return {
    kind: "failed",
    fault: "backend",
    reason: `function ${functionName}: malformed Lambda proxy response: ${problem}`,
  };
}

function isStatusCode(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
