import type { Rule } from "./rule";

/** A variable of a build that sounds like a secret comes from a parameter: plain ones are visible to anyone who may see the project. */
export const buildSecretsFromParameters: Rule = (stack) =>
  stack
    .all("aws_codebuild_project")
    .flatMap(({ environment }) => (environment as Environment).environment_variable ?? [])
    .filter(({ name }) => /TOKEN|SECRET|PASSWORD|KEY/.test(name))
    .filter(({ type }) => type !== "PARAMETER_STORE" && type !== "SECRETS_MANAGER")
    .map(({ name }) => name);

interface Environment {
  readonly environment_variable?: readonly { readonly name: string; readonly type?: string }[];
}
