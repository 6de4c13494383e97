import type { Log } from "../log";
import type { FunctionRuntime, Invoke } from "./runtime";

/**
 * Returns an `invoke` that logs each invocation, for callers other than the gateway.
 *
 * @param kind Kind of the caller, for example `batch`.
 * @param route Name of the resource that calls the function, for example of a queue.
 */
export function loggedInvoke(
  functions: Pick<FunctionRuntime, "invoke">,
  log: Log,
  kind: string,
  route: string,
): Invoke {
  return async (functionName, event) => {
    const startedAt = performance.now();
    const result = await functions.invoke(functionName, event);
    const milliseconds = performance.now() - startedAt;
    const outcome = result.ok ? "ok" : result.reason;
    const access = { kind, route, functionName, outcome, milliseconds, usage: result.usage };
    log({ level: "info", source: kind, message: route, access });
    return result;
  };
}
