import type { Rule } from "./rule";

/** A build's variable that is named like a secret comes from a parameter, because the project shows plain values. */
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
