import type { Synthesized } from "../../constructs/synthesized";

/** Something that holds for every stack: what breaks it, one text each. */
export type Rule = (stack: Synthesized) => readonly string[];

/** Every statement of every policy that allows something. */
export function allowStatements(stack: Synthesized): readonly Statement[] {
  return stack.types
    .flatMap((type) => stack.all(type).map((resource) => resource.policy))
    .filter((policy) => typeof policy === "string")
    .flatMap((policy) => (JSON.parse(policy) as { readonly Statement: readonly Statement[] }).Statement)
    .filter(({ Effect }) => Effect === "Allow");
}

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}
