import { Construct } from "constructs";
import { everyFunction, type FunctionRole } from "../constructs/account/physical-names";
import type { LambdaCode } from "../constructs/functions/lambda-code";
import { LambdaPackage } from "../constructs/functions/lambda-package";
import { functionModules } from "./function-modules";

export interface KiteFunctionsProps {
  readonly bucket: string;
  /** Keys of the zips in the bucket; a function without one is packaged from the sources. */
  readonly keys: Readonly<Partial<Record<FunctionRole, string>>>;
  /** True: a pipeline ships newer code to the functions from the bucket. */
  readonly shippedByOthers: boolean;
  /** Folder with a folder a function, each with an `index.ts`. */
  readonly sourceDirectory: string;
}

/** The code of the three functions, the same for all stages: packaged here once, or from a bucket. */
export class KiteFunctions extends Construct {
  readonly #code: Readonly<Record<FunctionRole, LambdaCode>>;

  constructor(scope: Construct, id: string, props: KiteFunctionsProps) {
    super(scope, id);
    const { bucket, keys, shippedByOthers } = props;
    this.#code = everyFunction((role) => {
      const s3Key = keys[role];
      return s3Key === undefined
        ? this.#package(role, props.sourceDirectory)
        : { s3Bucket: bucket, s3Key, shippedByOthers };
    });
  }

  /** The code of the function that plays a role. */
  of(role: FunctionRole): LambdaCode {
    return this.#code[role];
  }

  #package(name: FunctionRole, sourceDirectory: string): LambdaPackage {
    return new LambdaPackage(this, name, { name, module: functionModules(sourceDirectory)[name] });
  }
}
