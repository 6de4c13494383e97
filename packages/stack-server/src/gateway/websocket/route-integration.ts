import { isObject, type JsonObject } from "../../json";
import type { MockIntegrationModel, StageModel, WebSocketRouteModel } from "../../stack/model";
import type { GatewayContext, GatewayEvent } from "../context";
import {
  type CompiledLambda,
  compileLambda,
  type IntegrationOutcome,
  readStatusAndBody,
} from "../lambda-integration";
import { compileMockIntegration } from "../mock/mock-integration";

/** The outcome of a route's integration. */
export type RouteOutcome = IntegrationOutcome<RouteAnswer>;

interface RouteAnswer {
  readonly statusCode: number;
  /** Body of the result. @default - none */
  readonly body: string | undefined;
  readonly headers: JsonObject;
}

/** Returns the outcome as a word: the status, or the kind of failure. */
export function outcomeWord(outcome: RouteOutcome): string {
  return outcome.kind === "answered"
    ? String(outcome.statusCode)
    : outcome.kind === "timedOut"
      ? "timed out"
      : "failed";
}

/** A route with its integration on one stage. */
export interface CompiledRoute extends Pick<CompiledLambda<RouteAnswer>, "functionName"> {
  readonly routeKey: string;
  readonly twoWay: boolean;
  /** Runs the integration. Never rejects. @param body The parsed body of a message. */
  integrate(event: GatewayEvent, body: unknown): Promise<RouteOutcome>;
}

/** Compiles a route for a stage. @throws Error for a MOCK integration with unsupported expressions or templates */
export function compileRoute(
  { routeKey, twoWay, integration }: WebSocketRouteModel,
  stage: StageModel,
  context: GatewayContext,
): CompiledRoute {
  return integration.type === "MOCK"
    ? { routeKey, twoWay, functionName: undefined, integrate: compileMock(integration, stage) }
    : {
        routeKey,
        twoWay,
        ...compileLambda(integration, stage, context, readAnswer, "Lambda proxy response"),
      };
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
      return { kind: "configuration", reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-output-format */
function readAnswer(payload: unknown): RouteAnswer {
  const answer = isObject(payload) ? payload : {};
  return { ...readStatusAndBody(answer), headers: isObject(answer.headers) ? answer.headers : {} };
}
