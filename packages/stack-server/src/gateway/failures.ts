import { inspect } from "node:util";
import type { Log, LogLevel } from "../log";
import type { StageModel } from "../stack/model";

/** Logs something of the gateway itself. */
export function logGateway(log: Log, level: LogLevel, message: string): void {
  log({ level, source: "gateway", message });
}

/** Logs a fault of this server, which is no fault of the stack that it serves. */
export function logFault(log: Log, error: unknown): void {
  logGateway(log, "error", `Fault of the local gateway: ${inspect(error)}`);
}

/** Logs why a route failed: the client sees no more than a status. */
export function logFailure(log: Log, { name }: StageModel, routeKey: string, reason: string): void {
  logGateway(log, "error", `Route ${routeKey} of stage ${name} failed: ${reason}.`);
}
