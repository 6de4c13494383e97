import type { DatabaseUsage } from "../../access-log-entry";
import type { Clock } from "../../clock";
import type { InvocationResult, Invoke } from "../../functions/runtime";
import { isObject } from "../../json";
import type {
  LambdaIntegrationModel,
  MockIntegrationModel,
  StageModel,
  WebSocketRouteModel,
} from "../../stack/model";
import { invokeWithin, resolveIntegrationTarget } from "../integration-target";
import { compileMockIntegration } from "../mock/mock-integration";
import type { WebSocketEvent } from "./websocket-events";

/** What came of a route's integration, and what it asked of the database where that is counted. */
export type IntegrationOutcome = IntegrationEnd & { readonly usage?: DatabaseUsage | undefined };

type IntegrationEnd =
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

/** How it ended in a word: its status, or what went wrong. */
export function outcomeWord(outcome: IntegrationOutcome): string {
  switch (outcome.kind) {
    case "answered":
      return String(outcome.statusCode);
    case "timedOut":
      return "timed out";
    default:
      return "failed";
  }
}

/** A route with its integration on one stage. */
export interface CompiledRoute {
  readonly routeKey: string;
  readonly twoWay: boolean;
  /** The function behind it, with its alias; `undefined` when there is none. */
  readonly functionName: string | undefined;
  /** @param body The parsed body of a message. Never rejects. */
  integrate(event: WebSocketEvent, body: unknown): Promise<IntegrationOutcome>;
}

/** What a route needs of the context. */
export interface RouteContext {
  readonly clock: Clock;
  /** For what really takes its time, such as an invocation: a move of `clock` must not end it. */
  readonly wallClock: Clock;
  invoke: Invoke;
}

/** Compiles a route for a stage. @throws for a MOCK integration whose expressions or templates are not served. */
export function compileRoute(
  { routeKey, twoWay, integration }: WebSocketRouteModel,
  stage: StageModel,
  context: RouteContext,
): CompiledRoute {
  return integration.type === "MOCK"
    ? { routeKey, twoWay, functionName: undefined, integrate: compileMock(integration, stage) }
    : { routeKey, twoWay, ...compileLambda(integration, stage, context) };
}

function compileMock(integration: MockIntegrationModel, stage: StageModel): CompiledRoute["integrate"] {
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

function compileLambda(
  integration: LambdaIntegrationModel,
  stage: StageModel,
  context: RouteContext,
): Pick<CompiledRoute, "functionName" | "integrate"> {
  const target = resolveIntegrationTarget(integration, stage);
  if (!target.ok) {
    const { reason } = target;
    return {
      functionName: undefined,
      integrate: async () => ({ kind: "failed", fault: "configuration", reason }),
    };
  }
  const { functionName } = target;
  const { timeoutMilliseconds, address } = integration;
  const integrate = async (event: WebSocketEvent): Promise<IntegrationOutcome> => {
    const { result, usage } = await invokeWithin(context, functionName, timeoutMilliseconds, event);
    return result === undefined
      ? { kind: "timedOut", reason: `${address} took longer than its timeout of ${timeoutMilliseconds} ms` }
      : { ...readAnswer(functionName, result), usage };
  };
  return { functionName, integrate };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format */
function readAnswer(functionName: string, result: InvocationResult): IntegrationEnd {
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
    headers: isObject(headers) ? headers : {},
  };
}

function malformed(functionName: string, problem: string): IntegrationEnd {
  return {
    kind: "failed",
    fault: "backend",
    reason: `function ${functionName}: malformed Lambda proxy response: ${problem}`,
  };
}

function isStatusCode(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 200 && value <= 599;
}
