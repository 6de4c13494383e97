import type { Synthesized } from "../../constructs/synthesized";

/** A rule for every stack. Returns one text for each violation. */
export type Rule = (stack: Synthesized) => readonly string[];

/** Returns the `Allow` statements of every policy. */
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
  /** The type of the resource with the policy. */
  readonly of: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}
