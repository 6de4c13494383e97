import type { Log } from "../log";
import type { FunctionRuntime, Invoke } from "./runtime";

/**
 * Invokes functions and says so, a line each, for those who call them without a gateway.
 *
 * @param kind what calls, for example `batch`
 * @param route what it is called in the stack, for example the queue's name
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
