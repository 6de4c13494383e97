import type { FunctionRole } from "../../constructs/account/physical-names";
import type { Stage } from "../stage-props";
import { type OptionFault, optionFault } from "./option-fault";

/** Represents a bucket with the zips of the functions. */
export interface SourceCode {
  readonly bucket: string;
  /** Key of the zip of each function. */
  readonly keys: Readonly<Record<FunctionRole, string>>;
}

/** The names of each function's options. */
export const optionsOfFunction = {
  "request-dispatcher": { runtime: "runtime", handler: "handler", zipKey: "mainLambdaS3Key" },
  outbox: { runtime: "outboxRuntime", handler: "outboxHandler", zipKey: "outboxLambdaS3Key" },
  "lifecycle-handler": {
    runtime: "lifecycleRuntime",
    handler: "lifecycleHandler",
    zipKey: "lifecycleLambdaS3Key",
  },
  widget: { runtime: "widgetRuntime", handler: "widgetHandler", zipKey: "widgetLambdaS3Key" },
} as const satisfies Readonly<Record<FunctionRole, object>>;

/** The name of an option with the key of a zip. */
export type ZipKeyName = (typeof optionsOfFunction)[FunctionRole]["zipKey"];

/** Matches the runtimes of Kite's own code, which is a Node.js module. */
export const nodeRuntime = /^nodejs(22|24)\.x$/;

/** Returns the faults of options that are invalid for a function that is packaged from the sources. */
export function packagedCodeFaults(role: FunctionRole, stage: Stage, source: string): readonly OptionFault[] {
  const names = optionsOfFunction[role];
  const fault = (name: string, received: string, expected: string) =>
    optionFault(name, source, JSON.stringify(received), {
      expected: `${expected} for code that is packaged from the local sources`,
      where: "to use your own code, put it in a bucket",
    });
  const { [names.runtime]: runtime, [names.handler]: handler } = stage;
  return [
    ...(nodeRuntime.test(runtime) ? [] : [fault(names.runtime, runtime, "nodejs22.x or nodejs24.x")]),
    ...(handler === "index.handler" ? [] : [fault(names.handler, handler, "index.handler")]),
  ];
}
