import type { LambdaFunctionConfig } from "@cdktf/provider-aws/lib/lambda-function";
import type { LambdaPackage } from "./lambda-package";

/** The zip of a function in a bucket. */
export interface LambdaCodeInBucket {
  readonly s3Bucket: string;
  /** A new key is new code; what changes under one key is not seen. */
  readonly s3Key: string;
  /** True: the code is where the function begins; newer code is shipped to it by others and left alone. */
  readonly shippedByOthers: boolean;
}

/** Where the code of a function comes from. */
export type LambdaCode = LambdaPackage | LambdaCodeInBucket;

/** What changes when others ship code; all else stays Terraform's. */
const shipped = ["s3_key", "s3_object_version", "source_code_hash"];

/** The attributes of a function that say where its code comes from. */
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
