/// <reference types="node" preserve="true" />
/** Serves a synthesized CDK for Terraform stack on one local port. */

// Serve a stack.

export { EngineError, NoDatabaseError } from "./data/engine-error";
export { TableMismatchError } from "./data/tables";
export type { InvocationFailure, InvocationResult } from "./functions/invocation-result";
export { LifecycleInvocationError } from "./functions/lifecycle-invocations";
export { PackageError } from "./functions/package-directory";
export { PortInUseError } from "./gateway/public-listener";
export { StageConflictError } from "./gateway/stage-index";
export type { ServeOptions } from "./serve-options";
export { type LocalServer, serve } from "./server";
export { StackError } from "./stack/stack-error";
export { StackUpdateError } from "./stack-changes";

// Read a stack.

export type { BucketModel, FunctionModel, StackModel, TableModel } from "./stack/model";
export { readStack } from "./stack/read-stack";

// Control the time, and inject faults.

export { chance } from "./chance";
export { type Clock, ManualClock, ShiftableClock, systemClock, type Timer } from "./clock";
export { type LagRange, noLag, ReadLag, type ReadLagOptions } from "./data/read-lag";
export {
  defaultDelayMilliseconds,
  type FaultCall,
  type FaultDecision,
  type FaultKind,
  type FaultOutcome,
  type FaultPlace,
  Faults,
  type FaultsOptions,
  type FaultWish,
  injectableFaults,
} from "./faults";

// Log.

export type { AccessLogEntry } from "./access-log-entry";
export {
  formatLogEntry,
  formatLogJson,
  isAtLeast,
  type Log,
  type LogEntry,
  type LogLevel,
  printLog,
} from "./log";

// Run a single service without a stack.

export { type Engine, type EngineOptions, startEngine } from "./data/engine";
export { findEngineBinary } from "./data/engine-binary";
export { createTables } from "./data/tables";
export { ParameterStore, type ParameterType, type StoredParameter } from "./parameters/parameter-store";
export { Queues } from "./queues/queues";
export { type Services, type ServicesOptions, startServices } from "./services";

// Helpers for tests.

export { type KeptProcess, startKeptProcess } from "./data/kept-process";
export { commandLineOf } from "./data/process-table";
export { rawPath } from "./gateway/request-url";
export { freePort } from "./http";
