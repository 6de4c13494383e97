import type { FunctionRole } from "../../constructs/account/physical-names";
import type { Stage } from "../stage-props";
import { type OptionFault, optionFault } from "./option-fault";

/** A bucket with the zips of the functions. */
export interface SourceCode {
  readonly bucket: string;
  /** Key of the zip of each function. */
  readonly keys: Readonly<Record<FunctionRole, string>>;
}

/** What the options of each function are called. */
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

/** The options with the keys of zips. */
export type ZipKeyName = (typeof optionsOfFunction)[FunctionRole]["zipKey"];

/** A runtime that runs our own code, which is a module of Node.js. */
export const nodeRuntime = /^nodejs(22|24)\.x$/;

/** Returns what does not fit a function that is packaged here. */
export function packagedCodeFaults(role: FunctionRole, stage: Stage, source: string): readonly OptionFault[] {
  const names = optionsOfFunction[role];
  const fault = (name: string, got: string, wanted: string) =>
    optionFault(name, source, JSON.stringify(got), {
      wanted: `${wanted} for the code that is packed here`,
      where: "code of your own comes from a bucket",
    });
  const { [names.runtime]: runtime, [names.handler]: handler } = stage;
  return [
    ...(nodeRuntime.test(runtime) ? [] : [fault(names.runtime, runtime, "nodejs22.x or nodejs24.x")]),
    ...(handler === "index.handler" ? [] : [fault(names.handler, handler, "index.handler")]),
  ];
}
