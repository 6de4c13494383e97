import type { Rule } from "./rule";

/** A variable of a function that sounds like a secret holds the name of a parameter, never a value. */
export const secretsByParameterName: Rule = (stack) =>
  stack
    .all("aws_lambda_function")
    .flatMap(({ environment }) =>
      Object.entries((environment as { readonly variables: Readonly<Record<string, string>> }).variables),
    )
    .filter(([name]) => /TOKEN|SECRET|PASSWORD|KEY/.test(name))
    .filter(([name, value]) => !(name.endsWith("_PARAMETER") && value.startsWith("/")))
    .map(([name]) => name);
