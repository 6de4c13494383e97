import { isDeepStrictEqual } from "node:util";
import type { FunctionModel } from "../stack/model";
import { FunctionPool, type FunctionPoolOptions } from "./function-pool";
import { type InvocationResult, notFound } from "./invocation-result";
import { unpackFunction } from "./package-directory";
import { indexFunctions } from "./qualified-function";

export type { InvocationFailure, InvocationResult } from "./invocation-result";

/**
 * Invokes a function and waits for its response, like Invoke with RequestResponse. Does not reject if the function
 * fails.
 *
 * @param nameOrArn A name or ARN, alone or followed by `:<alias>` or `:<version>`.
 * @param event Any JSON value.
 */
export type Invoke = (nameOrArn: string, event: unknown) => Promise<InvocationResult>;

/** The functions of a stack. */
export interface FunctionRuntime {
  readonly invoke: Invoke;
  /**
   * Starts the functions that changed in another stack, without serving them yet. Functions with the same package,
   * settings and environment are kept.
   *
   * @returns a function that directs new invocations to the new functions. Running invocations finish in the old ones.
   * @throws PackageError when a package cannot be unpacked. In this case, the new functions are stopped.
   */
  prepare(functions: readonly FunctionModel[]): Promise<() => void>;
  /** Ends every thread. Running invocations fail. */
  close(): Promise<void>;
}

/** Options of {@link startFunctions}. */
export interface FunctionsOptions extends Omit<FunctionPoolOptions, "model" | "taskRoot"> {
  readonly functions: readonly FunctionModel[];
  /** Folder for unpacked packages. */
  readonly workDirectory: string;
  /** Folder of source maps. With them, stack traces contain the lines of the source. @default - none */
  readonly sourceMaps?: string | undefined;
}

/**
 * Unpacks the packages and starts one thread for each function.
 *
 * @throws PackageError when a package cannot be unpacked.
 */
export async function startFunctions({ functions, ...context }: FunctionsOptions): Promise<FunctionRuntime> {
  let served = open(functions, context, new Map());
  void warm(served, new Map());
  const retired = new Set<FunctionPool>();
  return {
    invoke: async (nameOrArn, event) => {
      const qualified = served.index.get(nameOrArn);
      const running = served.running.get(qualified?.functionName ?? "");
      if (qualified === undefined || running === undefined) {
        return notFound(nameOrArn);
      }
      return running.pool.invoke(qualified, JSON.stringify(event ?? null));
    },
    prepare: async (models) => {
      const next = open(models, context, served.running);
      await warm(next, served.running);
      return () => {
        const before = served;
        served = next;
        for (const [name, { pool }] of before.running) {
          if (next.running.get(name)?.pool !== pool) {
            retired.add(pool);
            void pool.retire().then(() => retired.delete(pool));
          }
        }
      };
    },
    close: async () => {
      const running = [...served.running.values()].map(({ pool }) => pool);
      await Promise.all([...running, ...retired].map((pool) => pool.close()));
    },
  };
}

interface Running {
  readonly pool: FunctionPool;
  readonly model: FunctionModel;
  readonly taskRoot: string;
}

interface Served {
  readonly index: ReturnType<typeof indexFunctions>;
  readonly running: ReadonlyMap<string, Running>;
}

/** @param before Running functions, which are kept if they did not change. */
function open(
  functions: readonly FunctionModel[],
  context: Omit<FunctionsOptions, "functions">,
  before: ReadonlyMap<string, Running>,
): Served {
  const unpacked = functions.map((model) => ({
    model,
    taskRoot: unpackFunction(model, context.workDirectory, context.sourceMaps),
  }));
  const running = unpacked.map(({ model, taskRoot }) => {
    const old = before.get(model.functionName);
    const stays =
      old !== undefined && old.taskRoot === taskRoot && isDeepStrictEqual(runs(old.model), runs(model));
    const pool = stays ? old.pool : new FunctionPool({ model, taskRoot, ...context });
    return stays ? old : { pool, model, taskRoot };
  });
  return {
    index: indexFunctions(functions),
    running: new Map(running.map((one) => [one.model.functionName, one])),
  };
}

/**
 * Returns the settings that a function's threads depend on: all except the path of its package, its address and its
 * aliases.
 */
function runs({ packagePath, address, aliases, ...rest }: FunctionModel): unknown {
  return rest;
}

/** Starts the first thread of each new function, and waits until all are ready or have failed. */
async function warm({ running }: Served, before: ReadonlyMap<string, Running>): Promise<void> {
  await Promise.all(
    [...running].filter(([name, one]) => before.get(name) !== one).map(([, { pool }]) => pool.warm()),
  );
}
