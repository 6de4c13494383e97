import { Construct } from "constructs";
import type { LambdaCode } from "../constructs/lambda-code";
import { LambdaPackage } from "../constructs/lambda-package";
import type { FunctionRole } from "../constructs/physical-names";
import type { FunctionCode } from "../settings/code";
import { functionModules } from "./function-modules";

export interface KiteFunctionsProps {
  readonly code: FunctionCode;
  /** Folder with a folder a function, each with an `index.ts`. */
  readonly sourceDirectory: string;
}

/** The code of the three functions, the same for all stages: packed here once, or from a bucket. */
export class KiteFunctions extends Construct {
  private readonly code: Readonly<Record<FunctionRole, LambdaCode>>;

  constructor(scope: Construct, id: string, props: KiteFunctionsProps) {
    super(scope, id);
    this.code = props.code.from === "s3" ? inBucket(props.code) : this.pack(props.sourceDirectory);
  }

  /** The code of the function that plays a role. */
  of(role: FunctionRole): LambdaCode {
    return this.code[role];
  }

  private pack(sourceDirectory: string): Readonly<Record<FunctionRole, LambdaCode>> {
    const modules = functionModules(sourceDirectory);
    return everyRole((name) => new LambdaPackage(this, name, { name, module: modules[name] }));
  }
}

function inBucket(code: FunctionCode & { readonly from: "s3" }): Readonly<Record<FunctionRole, LambdaCode>> {
  return everyRole((role) => ({
    s3Bucket: code.bucket,
    s3Key: code.keys[role],
    shippedByOthers: code.shippedByPipeline,
  }));
}

function everyRole<Value>(make: (role: FunctionRole) => Value): Readonly<Record<FunctionRole, Value>> {
  return {
    "request-dispatcher": make("request-dispatcher"),
    outbox: make("outbox"),
    "lifecycle-handler": make("lifecycle-handler"),
  };
}
