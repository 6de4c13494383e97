import type { DatabaseUsage } from "../access-log-entry";
import type { InvocationResult } from "../functions/runtime";
import type { JsonObject } from "../json";
import type { LambdaIntegrationModel, StageModel } from "../stack/model";
import type { GatewayContext } from "./context";
import { resolveIntegrationTarget } from "./integration-target";

/** The outcome of an integration, and the database calls of its function if they are counted. */
export type IntegrationOutcome<Answer> = IntegrationEnd<Answer> & {
  readonly usage?: DatabaseUsage | undefined;
};

type IntegrationEnd<Answer> =
  | ({ readonly kind: "answered" } & Answer)
  | {
      /** `backend`: the function or its result is invalid. `configuration`: the function could not be invoked. */
      readonly kind: "backend" | "configuration" | "throttled" | "timedOut";
      readonly reason: string;
    };

/** The integration of a function on one stage. */
export interface CompiledLambda<Answer> {
  /** Name of the function with its alias. @default - the integration has no function */
  readonly functionName: string | undefined;
  /** Invokes the function and waits until the integration's timeout. Never rejects. */
  integrate(event: unknown): Promise<IntegrationOutcome<Answer>>;
}

/**
 * Compiles the integration of a function for a stage.
 *
 * @param read Converts the function's result. Throws an error for a malformed result.
 * @param answerName Name of the result in the reason of a failure.
 */
export function compileLambda<Answer>(
  integration: LambdaIntegrationModel,
  stage: StageModel,
  { wallClock, invoke }: Pick<GatewayContext, "wallClock" | "invoke">,
  read: (payload: unknown) => Answer,
  answerName: string,
): CompiledLambda<Answer> {
  const { timeoutMilliseconds, address } = integration;
  const target = resolveIntegrationTarget(integration, stage);
  if (!target.ok) {
    const { reason } = target;
    return { functionName: undefined, integrate: async () => ({ kind: "configuration", reason }) };
  }
  const { functionName } = target;
  const endOf = (result: InvocationResult): IntegrationEnd<Answer> => {
    if (!result.ok) {
      const kind = failureKinds[result.reason] ?? "backend";
      return { kind, reason: `function ${functionName}: ${result.errorType}: ${result.errorMessage}` };
    }
    try {
      return { kind: "answered", ...read(result.payload) };
    } catch (error) {
      const problem = (error as Error).message;
      return { kind: "backend", reason: `function ${functionName}: malformed ${answerName}: ${problem}` };
    }
  };
  const integrate = (event: unknown) =>
    new Promise<IntegrationOutcome<Answer>>((resolve) => {
      const reason = `${address} took longer than its timeout of ${timeoutMilliseconds} ms`;
      const timer = wallClock.setTimeout(() => resolve({ kind: "timedOut", reason }), timeoutMilliseconds);
      void invoke(functionName, event).then((result) => {
        timer.cancel();
        resolve({ ...endOf(result), usage: result.usage });
      });
    });
  return { functionName, integrate };
}

const failureKinds: Partial<Record<string, "configuration" | "throttled">> = {
  NotFound: "configuration",
  Throttled: "throttled",
};

/**
 * Reads status and body of a result, by the rules that both kinds of API share.
 *
 * @throws Error for a result that API Gateway would replace with its own error
 */
export function readStatusAndBody({ statusCode, body }: JsonObject): {
  readonly statusCode: number;
  readonly body: string | undefined;
} {
  const code = typeof statusCode === "string" ? Number(statusCode) : statusCode;
  if (typeof code !== "number" || !Number.isInteger(code) || code < 200 || code > 599) {
    throw new Error("statusCode is not a whole number from 200 to 599");
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    throw new Error("body is not a string");
  }
  return { statusCode: code, body: body ?? undefined };
}
