import type { Synthesized } from "../../constructs/synthesized";

/** Something that holds for every stack: what breaks it, one text each. */
export type Rule = (stack: Synthesized) => readonly string[];

/** Every statement of every policy that allows something. */
export function allowStatements(stack: Synthesized): readonly Statement[] {
  return stack.types
    .flatMap((of) => stack.all(of).map(({ policy }) => ({ of, policy })))
    .flatMap(({ of, policy }) => statementsIn(policy).map((statement) => ({ ...statement, of })))
    .filter(({ Effect }) => Effect === "Allow");
}

function statementsIn(policy: unknown): readonly Omit<Statement, "of">[] {
  return typeof policy === "string" ? JSON.parse(policy).Statement : [];
}

interface Statement {
  /** The type of the resource whose policy it is in. */
  readonly of: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}
