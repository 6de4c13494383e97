/** A reference to a function. */
export interface FunctionReference {
  readonly functionName: string;
  /** Alias or version. @default - unqualified */
  readonly qualifier: string | undefined;
}

/**
 * Parses `name`, `name:alias`, an ARN or a qualified ARN.
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters
 */
export function parseFunctionReference(nameOrArn: string): FunctionReference {
  const [, functionName = nameOrArn, qualifier] =
    /^(?:arn:[^:]*:lambda:[^:]*:[^:]*:function:|\d+:function:|function:)?([^:]+)(?::([^:]+))?$/.exec(
      nameOrArn,
    ) ?? [];
  return { functionName, qualifier };
}

/**
 * Returns the function in `arn:<partition>:apigateway:…:lambda:path/2015-03-31/functions/<function>/invocations`, or
 * the URI itself.
 */
export function functionInIntegrationUri(uri: string): string {
  return /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/** Replaces stage variables in a text. @returns the text, and the names of variables that the stage does not have */
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
