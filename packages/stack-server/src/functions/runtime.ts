import { isDeepStrictEqual } from "node:util";
import type { FunctionModel } from "../stack/model";
import { FunctionPool, type FunctionPoolOptions } from "./function-pool";
import { type InvocationResult, notFound } from "./invocation-result";
import { unpackFunction } from "./package-directory";
import { indexFunctions } from "./qualified-function";

export type { InvocationFailure, InvocationResult } from "./invocation-result";

/**
 * Invokes a function and waits for its answer, as Invoke with RequestResponse does; never rejects for a fault of
 * the function.
 *
 * @param nameOrArn A name or ARN, alone or followed by `:<alias>` or `:<version>`.
 * @param event Anything that JSON can hold.
 */
export type Invoke = (nameOrArn: string, event: unknown) => Promise<InvocationResult>;

/** The functions of a stack, ready to be invoked. */
export interface FunctionRuntime {
  readonly invoke: Invoke;
  /**
   * Starts what differs in another stack, and changes nothing yet: functions whose package, settings and environment
   * are the same stay as they are.
   *
   * @returns what lets new invocations go to the new functions; those under way end in the old ones
   * @throws PackageError when a package cannot be unpacked; nothing is left running of the new functions then
   */
  prepare(functions: readonly FunctionModel[]): Promise<() => void>;
  /** Ends every thread; what is running fails. */
  close(): Promise<void>;
}

/** What `startFunctions` needs. */
export interface FunctionsOptions extends Omit<FunctionPoolOptions, "model" | "taskRoot"> {
  readonly functions: readonly FunctionModel[];
  /** Where packages are unpacked. */
  readonly workDirectory: string;
  /** Folder of source maps, by which the errors of functions name their sources. @default - none */
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

/** @param before what runs already: taken over where nothing differs */
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

/** What of a function its threads know: not where its package lies, nor what else points at it. */
function runs({ packagePath, address, aliases, ...rest }: FunctionModel): unknown {
  return rest;
}

/** Starts the first thread of each function that is new, and waits until all are ready or have failed. */
async function warm({ running }: Served, before: ReadonlyMap<string, Running>): Promise<void> {
  await Promise.all(
    [...running].filter(([name, one]) => before.get(name) !== one).map(([, { pool }]) => pool.warm()),
  );
}
