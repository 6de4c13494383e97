/** The server of a stack. */

export { chance } from "./chance";
/** Time, and faults that are asked for. */
export { type Clock, ManualClock, systemClock, type Timer } from "./clock";
/** Single services, for programs that need no stack. */
export { type Engine, startEngine } from "./data/engine";
export { EngineError } from "./data/engine-error";
export { freePort } from "./data/free-port";
export { type KeptProcess, startKeptProcess } from "./data/kept-process";
export { commandLineOf } from "./data/process-table";
export { type LagRange, NO_LAG, ReadLag } from "./data/read-lag";
export { createTables, TableMismatchError } from "./data/tables";
export {
  DEFAULT_DELAY_MILLISECONDS,
  FAULTS,
  type FaultCall,
  type FaultDecision,
  type FaultKind,
  type FaultPlace,
  Faults,
  type FaultWish,
} from "./faults";
export { LifecycleInvocationError } from "./functions/lifecycle-invocations";
export { rawPath } from "./gateway/http/raw-path";
export { PortInUseError } from "./gateway/public-listener";
/** What is logged. */
export { formatLogEntry, formatLogJson, isAtLeast, type Log, type LogEntry, printLog } from "./log";
export { ParameterStore } from "./parameters/parameter-store";
/** The stack that is served, as it stands in `cdk.tf.json`. */
export type { BucketModel, FunctionModel, PlanModel, TableModel } from "./plan/model";
export { PlanError } from "./plan/plan-error";
export { readPlan } from "./plan/read-plan";
export { PlanSwapError } from "./plan-changes";
export { Queues } from "./queues/queues";
export { type LocalServer, type ServeOptions, serve } from "./server";
export { type Services, startServices } from "./services";
export { ShiftableClock } from "./shiftable-clock";
