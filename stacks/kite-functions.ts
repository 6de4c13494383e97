import { Construct } from "constructs";
import { everyFunction, type FunctionRole } from "../constructs/account/physical-names";
import type { LambdaCode } from "../constructs/functions/lambda-code";
import { packageFunction } from "./function-modules";

export interface KiteFunctionsProps {
  readonly bucket: string;
  /** Keys of the zips in the bucket; a function without one is packaged from the sources. */
  readonly keys: Readonly<Partial<Record<FunctionRole, string>>>;
  /** True: a pipeline ships newer code to the functions from the bucket. */
  readonly shippedByOthers: boolean;
  /** Folder with a folder a function, each with an `index.ts`. */
  readonly sourceDirectory: string;
}

/** Creates the code of the functions, the same for all stages: packaged here once, or from a bucket. */
export function kiteFunctions(
  scope: Construct,
  id: string,
  { bucket, keys, shippedByOthers, sourceDirectory }: KiteFunctionsProps,
): Readonly<Record<FunctionRole, LambdaCode>> {
  const functions = new Construct(scope, id);
  return everyFunction((role) => {
    const s3Key = keys[role];
    return s3Key === undefined
      ? packageFunction(functions, role, sourceDirectory)
      : { s3Bucket: bucket, s3Key, shippedByOthers };
  });
}
