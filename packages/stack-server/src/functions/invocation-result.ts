import type { DatabaseUsage } from "../access-log-entry";
import type { ReportedError } from "./worker-messages";

/** The result of an invocation: the payload, or the reason for its failure. */
export type InvocationResult = ({ readonly ok: true; readonly payload: unknown } | InvocationFailure) & {
  /** Database calls of the invocation. @default - not counted */
  readonly usage?: DatabaseUsage | undefined;
};

/** An invocation that failed: a function error, or a call that Lambda rejects. */
export interface InvocationFailure {
  readonly ok: false;
  /** `Unhandled`: an error of the handler. `Crashed`: the process ended. `Throttled`, `NotFound`: the function did not run. */
  readonly reason: "Unhandled" | "TimedOut" | "Crashed" | "Throttled" | "NotFound";
  readonly errorType: string;
  readonly errorMessage: string;
}

/**
 * Lambda's limit for a synchronous response, in bytes:
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const largestResponseBytes = 6_291_556;

/** Creates the result of a handler from its payload, as JSON text. */
export function answered(payload: string): InvocationResult {
  // A JavaScript character has at most three bytes in UTF-8, so most payloads need no count.
  if (payload.length * 3 > largestResponseBytes && Buffer.byteLength(payload) > largestResponseBytes) {
    const message = `Response payload size exceeded maximum allowed payload size (${largestResponseBytes} bytes).`;
    return failure("Unhandled", "Function.ResponseSizeTooLarge", message);
  }
  return { ok: true, payload: JSON.parse(payload) };
}

/** Creates the result for a handler that threw, or a module that could not be loaded. */
export function unhandled({ errorType, errorMessage }: ReportedError): InvocationFailure {
  return failure("Unhandled", errorType, errorMessage);
}

/** Creates the result for an uncaught error that ended the process. */
export function uncaught({ errorType, errorMessage }: ReportedError): InvocationFailure {
  return failure("Crashed", errorType, errorMessage);
}

/** Creates the result for a process that ended without an error. Observed: CloudWatch logs contain these texts. */
export function exited(requestId: string, exitCode: number): InvocationFailure {
  const how = exitCode === 0 ? "without providing a reason" : `with error: exit status ${exitCode}`;
  return failure("Crashed", "Runtime.ExitError", `RequestId: ${requestId} Error: Runtime exited ${how}`);
}

/** Creates the result for a process that was killed from outside. */
export function killed(requestId: string, errorType = "Runtime.ExitError"): InvocationFailure {
  const message = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
  return failure("Crashed", errorType, message);
}

/**
 * Creates the result for a function that exceeded its memory. Lambda kills such a function (observed).
 * https://github.com/adobe/helix-html2md-service/issues/1001
 */
export function outOfMemory(requestId: string): InvocationFailure {
  return killed(requestId, "Runtime.OutOfMemory");
}

/** Creates the result for a handler that exceeded the function's timeout. The text was observed. */
export function timedOut(requestId: string, timeoutSeconds: number): InvocationFailure {
  const message = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return failure("TimedOut", "Sandbox.Timedout", message);
}

/**
 * Creates the result for an invocation above the reserved concurrency:
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors
 */
export function throttled(functionName: string, reservation: number): InvocationFailure {
  const message = `Rate Exceeded. Function ${functionName} has ${reservation} reserved concurrent executions, and all are in use.`;
  return failure("Throttled", "TooManyRequestsException", message);
}

/** Creates the result for an unknown function, version or alias. */
export function notFound(nameOrArn: string): InvocationFailure {
  return failure("NotFound", "ResourceNotFoundException", `Function not found: ${nameOrArn}`);
}

function failure(
  reason: InvocationFailure["reason"],
  errorType: string,
  errorMessage: string,
): InvocationFailure {
  return { ok: false, reason, errorType, errorMessage };
}
