import { Construct } from "constructs";
import { everyFunction, type FunctionRole } from "../constructs/account/physical-names";
import type { LambdaCode } from "../constructs/functions/lambda-code";
import { packageFunction } from "./function-modules";

export interface KiteFunctionsProps {
  readonly bucket: string;
  /** Keys of the zips in the bucket. A function without a key is packaged from the sources. */
  readonly keys: Readonly<Partial<Record<FunctionRole, string>>>;
  /** Whether a pipeline ships newer code from the bucket to the functions. */
  readonly shippedByOthers: boolean;
  /** Folder with a folder for each function, each with an `index.ts`. */
  readonly sourceDirectory: string;
}

/** Creates the code of the functions, which all stages share: packaged once, or from a bucket. */
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
