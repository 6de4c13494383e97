import { checkToHost } from "./check-to-host";
import { checkToVisitor } from "./check-to-visitor";
import type { History } from "./history";
import type { Verdict } from "./verdict";

/**
 * Checks a run in the manner of Jepsen's total-queue: what was acknowledged must come out exactly once, in order,
 * and where it belongs.
 * https://github.com/jepsen-io/jepsen/blob/main/jepsen/src/jepsen/checker.clj
 */
export function check(history: History): Verdict {
  return {
    toHost: checkToHost(history),
    toVisitor: checkToVisitor(history),
    gatewayErrors: history.gatewayErrors
      .filter(({ explained }) => !explained)
      .map(({ memberId, message }) => ({ token: memberId, reason: message })),
  };
}
