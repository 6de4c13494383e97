import type { Rule } from "./rule";

/** A function's variable that is named like a secret contains the name of a parameter, never the secret. */
export const secretsByParameterName: Rule = (stack) =>
  stack
    .all("aws_lambda_function")
    .flatMap(({ environment }) =>
      Object.entries((environment as { readonly variables: Readonly<Record<string, string>> }).variables),
    )
    .filter(([name]) => /TOKEN|SECRET|PASSWORD|KEY/.test(name))
    .filter(([name, value]) => !(name.endsWith("_PARAMETER") && value.startsWith("/")))
    .map(([name]) => name);
