import type { FunctionModel } from "../stack/model";

/** A function under one of the names that Invoke takes. */
export interface QualifiedFunction {
  readonly functionName: string;
  /** The version that `context.functionVersion` shows. */
  readonly functionVersion: string;
  /** The ARN that `context.invokedFunctionArn` shows: with the qualifier, when the caller gave one. */
  readonly invokedFunctionArn: string;
}

/**
 * Every name by which the functions can be invoked: name or ARN, alone or with an alias, a version or `$LATEST`.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-FunctionName
 */
export function indexFunctions(functions: readonly FunctionModel[]): ReadonlyMap<string, QualifiedFunction> {
  const index = new Map<string, QualifiedFunction>();
  for (const { functionName, arn, version, aliases } of functions) {
    const versions = new Map([
      ["$LATEST", "$LATEST"],
      [version, version],
    ]);
    for (const alias of aliases) {
      versions.set(alias, version);
    }
    const accountId = arn.split(":")[4] ?? "";
    for (const name of [functionName, arn, `${accountId}:function:${functionName}`]) {
      index.set(name, { functionName, functionVersion: "$LATEST", invokedFunctionArn: arn });
      for (const [qualifier, functionVersion] of versions) {
        index.set(`${name}:${qualifier}`, {
          functionName,
          functionVersion,
          invokedFunctionArn: `${arn}:${qualifier}`,
        });
      }
    }
  }
  return index;
}
