import type { Clock } from "../clock";
import type { Log } from "../log";
import type { FunctionModel } from "../plan/model";
import { FunctionPool } from "./function-pool";
import { type InvocationResult, notFound } from "./invocation-result";
import { unpackFunction } from "./package-directory";
import { indexFunctions } from "./qualified-function";

export type { InvocationFailure, InvocationResult } from "./invocation-result";

/** The functions of a plan, ready to be invoked. */
export interface FunctionRuntime {
  /**
   * Invokes a function and waits for its answer, as Invoke with RequestResponse does; never rejects for a fault of
   * the function.
   *
   * @param nameOrArn A name or ARN, alone or followed by `:<alias>` or `:<version>`.
   * @param event Anything that JSON can hold.
   */
  invoke(nameOrArn: string, event: unknown): Promise<InvocationResult>;
  /** Ends every thread; what is running fails. */
  close(): Promise<void>;
}

/** What `startFunctions` needs. */
export interface FunctionsOptions {
  readonly functions: readonly FunctionModel[];
  /** Laid over what every function declares. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where packages are unpacked. */
  readonly workDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Unpacks the packages and starts one thread for each function.
 *
 * @throws PackageError when a package cannot be unpacked.
 */
export async function startFunctions(options: FunctionsOptions): Promise<FunctionRuntime> {
  const { functions, environment, workDirectory, clock, log } = options;
  const index = indexFunctions(functions);
  const pools = new Map<string, FunctionPool>();
  for (const model of functions) {
    const taskRoot = unpackFunction(model, workDirectory);
    pools.set(model.functionName, new FunctionPool({ model, environment, taskRoot, clock, log }));
  }
  for (const pool of pools.values()) {
    pool.warm();
  }
  return {
    invoke: async (nameOrArn, event) => {
      const qualified = index.get(nameOrArn);
      const pool = pools.get(qualified?.functionName ?? "");
      if (qualified === undefined || pool === undefined) {
        return notFound(nameOrArn);
      }
      return pool.invoke(qualified, JSON.stringify(event ?? null));
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
