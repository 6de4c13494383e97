import { allowStatements, type Rule } from "./rule";

/** No policy allows an action with a wildcard. */
export const actionsByName: Rule = (stack) =>
  allowStatements(stack)
    .flatMap(({ Action }) => Action)
    .filter((action) => action.includes("*"));
