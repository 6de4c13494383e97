import type { DatabaseUsage } from "../access-log-entry";
import type { InvocationResult } from "../functions/runtime";
import type { JsonObject } from "../json";
import type { LambdaIntegrationModel, StageModel } from "../stack/model";
import type { GatewayContext } from "./context";
import { resolveIntegrationTarget } from "./integration-target";

/** What came of an integration, and what it asked of the database where that is counted. */
export type IntegrationOutcome<Answer> = IntegrationEnd<Answer> & {
  readonly usage?: DatabaseUsage | undefined;
};

type IntegrationEnd<Answer> =
  | ({ readonly kind: "answered" } & Answer)
  | {
      /** `backend`: the function or its answer is at fault; `configuration`: it could not be asked at all. */
      readonly kind: "backend" | "configuration" | "throttled" | "timedOut";
      readonly reason: string;
    };

/** The integration of a function on one stage. */
export interface CompiledLambda<Answer> {
  /** With its alias; `undefined` when there is none. */
  readonly functionName: string | undefined;
  /** Waits for the function as long as the integration does. Never rejects. */
  integrate(event: unknown): Promise<IntegrationOutcome<Answer>>;
}

/**
 * Compiles the integration of a function for a stage.
 *
 * @param read Reads what the function gave. @throws Error for what cannot be sent, which is then malformed
 * @param answerName What the reason calls that.
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
 * Reads status and body of an answer, which both kinds of API take alike.
 *
 * @throws Error for an answer that API Gateway would replace by an error of its own
 */
export function readStatusAndBody({ statusCode, body }: JsonObject): {
  readonly statusCode: number;
  readonly body: string | undefined;
} {
  const code = typeof statusCode === "string" ? Number(statusCode) : statusCode;
  if (typeof code !== "number" || !Number.isInteger(code) || code < 200 || code > 599) {
    throw new Error("statusCode is no whole number from 200 to 599");
  }
  if (body !== undefined && body !== null && typeof body !== "string") {
    throw new Error("body is no string");
  }
  return { statusCode: code, body: body ?? undefined };
}
