import type { FunctionModel } from "../stack/model";

/** A function with one of the names that Invoke accepts. */
export interface QualifiedFunction {
  readonly functionName: string;
  /** Version in `context.functionVersion`. */
  readonly functionVersion: string;
  /** ARN in `context.invokedFunctionArn`, with the qualifier if the caller passed one. */
  readonly invokedFunctionArn: string;
}

/**
 * Returns the functions by every name that Invoke accepts: name or ARN, alone or with an alias, a version or
 * `$LATEST`. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-FunctionName
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
