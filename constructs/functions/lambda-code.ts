import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import type { LambdaPackage } from "./lambda-package";

/** Represents the zip of a function in a bucket. */
export interface LambdaCodeInBucket {
  readonly s3Bucket: string;
  /** Key of the zip. New code needs a new key, because Terraform does not notice a change under the same key. */
  readonly s3Key: string;
  /**
   * Whether the zip is only the first code of the function. A pipeline ships newer code, which a deploy does not
   * change.
   */
  readonly shippedByOthers: boolean;
}

/** Represents the source of a function's code. */
export type LambdaCode = LambdaPackage | LambdaCodeInBucket;

/** Attributes that change when a pipeline ships code. Terraform manages all others. */
const shipped = ["s3_key", "s3_object_version", "source_code_hash"];

/** Returns the attributes of a function that locate its code. */
export function codeAttributes(code: LambdaCode): Partial<LambdaFunctionConfig> {
  if (!("s3Bucket" in code)) {
    return { filename: code.filename, sourceCodeHash: code.sourceCodeHash };
  }
  return {
    s3Bucket: code.s3Bucket,
    s3Key: code.s3Key,
    ...(code.shippedByOthers && { lifecycle: { ignoreChanges: shipped } }),
  };
}
