/** A function as others name it. */
export interface FunctionReference {
  readonly functionName: string;
  /** An alias or a version. */
  readonly qualifier: string | undefined;
}

/**
 * Reads `name`, `name:alias`, an ARN or a qualified ARN.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export function parseFunctionReference(nameOrArn: string): FunctionReference {
  const [, functionName = nameOrArn, qualifier] =
    /^(?:arn:[^:]*:lambda:[^:]*:[^:]*:function:|\d+:function:|function:)?([^:]+)(?::([^:]+))?$/.exec(
      nameOrArn,
    ) ?? [];
  return { functionName, qualifier };
}

/** The function within `arn:<partition>:apigateway:…:lambda:path/2015-03-31/functions/<this>/invocations`, or the URI. */
export function functionInIntegrationUri(uri: string): string {
  return /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/** Puts a stage's variables in. @returns the names of variables that the stage does not have, too. */
export function substituteStageVariables(
  uri: string,
  variables: Readonly<Record<string, string>>,
): { readonly uri: string; readonly missing: readonly string[] } {
  const missing: string[] = [];
  const substituted = uri.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    if (Object.hasOwn(variables, name)) {
      return variables[name] ?? "";
    }
    missing.push(name);
    return whole;
  });
  return { uri: substituted, missing };
}
