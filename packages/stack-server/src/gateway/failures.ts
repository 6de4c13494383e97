import { inspect } from "node:util";
import type { Log, LogLevel } from "../log";
import type { StageModel } from "../stack/model";

/** Logs an event of the gateway. */
export function logGateway(log: Log, level: LogLevel, message: string): void {
  log({ level, source: "gateway", message });
}

/** Logs a defect of this server, as opposed to an error in the stack. */
export function logFault(log: Log, error: unknown): void {
  logGateway(log, "error", `Internal error of the local gateway: ${inspect(error)}`);
}

/** Logs the reason for the failure of a route, since the client receives only a status. */
export function logFailure(log: Log, { name }: StageModel, routeKey: string, reason: string): void {
  logGateway(log, "error", `Route ${routeKey} of stage ${name} failed: ${reason}.`);
}
