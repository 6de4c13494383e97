import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { type Clock, ManualClock, systemClock } from "../../src/clock";
import type { OnFunctionCall } from "../../src/functions/function-worker";
import { type FunctionRuntime, startFunctions } from "../../src/functions/runtime";
import type { LogEntry } from "../../src/log";
import type { FunctionModel } from "../../src/stack/model";

/** Running functions whose code was given as text. `stop` stops them and removes their files. */
export interface SampleFunctions {
  readonly runtime: FunctionRuntime;
  readonly entries: LogEntry[];
  readonly models: readonly FunctionModel[];
  readonly directory: string;
  stop(): Promise<void>;
}

/** A function: its files, and settings that differ from the defaults. */
export interface Sample extends Partial<FunctionModel> {
  readonly files: Readonly<Record<string, string>>;
}

export async function startSamples(
  samples: Readonly<Record<string, Sample>>,
  options: {
    readonly clock?: Clock;
    readonly environment?: Record<string, string>;
    readonly onCall?: OnFunctionCall;
  } = {},
): Promise<SampleFunctions> {
  const directory = mkdtempSync(join(tmpdir(), "functions-"));
  const entries: LogEntry[] = [];
  const models = Object.entries(samples).map(([name, sample]) => createModel(name, sample, directory));
  const runtime = await startFunctions({
    functions: models,
    environment: options.environment ?? {},
    workDirectory: join(directory, "work"),
    onCall: options.onCall,
    clock: options.clock ?? systemClock,
    log: (entry) => entries.push(entry),
  });
  return {
    runtime,
    entries,
    models,
    directory,
    stop: async () => {
      await runtime.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Starts a function `sample` whose module is `source`. */
export function startSample(source: string, rest: Partial<Sample> = {}): Promise<SampleFunctions> {
  return startSamples({ sample: { files: { "index.mjs": source }, ...rest } });
}

export function createModel(
  functionName: string,
  { files, ...rest }: Sample,
  directory: string,
): FunctionModel {
  const packagePath = join(directory, `${functionName}.zip`);
  writeFileSync(
    packagePath,
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))),
  );
  return {
    address: `aws_lambda_function.${functionName}`,
    functionName,
    arn: `arn:aws:lambda:eu-west-1:000000000000:function:${functionName}`,
    version: "7",
    aliases: ["live"],
    runtime: "nodejs22.x",
    handler: "index.handler",
    packagePath,
    memorySizeMb: 128,
    timeoutSeconds: 3,
    reservedConcurrentExecutions: undefined,
    environment: {},
    ...rest,
  };
}

/** Waits until `condition` is true, for at most five seconds. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !condition() && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export { ManualClock };
