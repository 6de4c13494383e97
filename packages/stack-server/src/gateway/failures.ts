import { inspect } from "node:util";
import type { Log } from "../log";
import type { StageModel } from "../stack/model";

/** Logs a fault of this server, which is no fault of the stack that it serves. */
export function logFault(log: Log, error: unknown): void {
  log({ level: "error", source: "gateway", message: `Fault of the local gateway: ${inspect(error)}` });
}

/** Logs why a route failed: the client sees no more than a status. */
export function logFailure(log: Log, { name }: StageModel, routeKey: string, reason: string): void {
  log({
    level: "error",
    source: "gateway",
    message: `Route ${routeKey} of stage ${name} failed: ${reason}.`,
  });
}
