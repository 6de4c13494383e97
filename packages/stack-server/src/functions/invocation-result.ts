import type { DatabaseUsage } from "../access-log-entry";
import type { ReportedError } from "./worker-messages";

/** The result of an invocation: the payload, or why there is none. */
export type InvocationResult = ({ readonly ok: true; readonly payload: unknown } | InvocationFailure) & {
  /** What it asked of the database. @default - nobody counted */
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

/** Lambda's limit of a synchronous answer, in bytes: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const largestResponseBytes = 6_291_556;

/** The answer of a handler, from its JSON text. */
export function answered(payload: string): InvocationResult {
  // A JavaScript character is at most three bytes of UTF-8: most answers need no count.
  if (payload.length * 3 > largestResponseBytes && Buffer.byteLength(payload) > largestResponseBytes) {
    const message = `Response payload size exceeded maximum allowed payload size (${largestResponseBytes} bytes).`;
    return failure("Unhandled", "Function.ResponseSizeTooLarge", message);
  }
  return { ok: true, payload: JSON.parse(payload) };
}

/** The handler threw, or its module could not be loaded. */
export function unhandled({ errorType, errorMessage }: ReportedError): InvocationFailure {
  return failure("Unhandled", errorType, errorMessage);
}

/** Nothing caught the error, and the process ended. */
export function uncaught({ errorType, errorMessage }: ReportedError): InvocationFailure {
  return failure("Crashed", errorType, errorMessage);
}

/** The process ended without a word. The texts are those that CloudWatch shows (observed). */
export function exited(requestId: string, exitCode: number): InvocationFailure {
  const how = exitCode === 0 ? "without providing a reason" : `with error: exit status ${exitCode}`;
  return failure("Crashed", "Runtime.ExitError", `RequestId: ${requestId} Error: Runtime exited ${how}`);
}

/** Something outside ended the process in the middle of its work. */
export function killed(requestId: string, errorType = "Runtime.ExitError"): InvocationFailure {
  const message = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
  return failure("Crashed", errorType, message);
}

/**
 * The function took more memory than it has: Lambda kills it (observed).
 * https://github.com/adobe/helix-html2md-service/issues/1001
 */
export function outOfMemory(requestId: string): InvocationFailure {
  return killed(requestId, "Runtime.OutOfMemory");
}

/** The handler took longer than the function's timeout (observed text). */
export function timedOut(requestId: string, timeoutSeconds: number): InvocationFailure {
  const message = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return failure("TimedOut", "Sandbox.Timedout", message);
}

/** More at once than the function's reservation: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export function throttled(functionName: string, reservation: number): InvocationFailure {
  const message = `Rate Exceeded. Function ${functionName} has ${reservation} reserved concurrent executions, and as many are running.`;
  return failure("Throttled", "TooManyRequestsException", message);
}

/** No function has this name, version or alias. */
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
