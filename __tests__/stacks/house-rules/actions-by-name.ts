import { allowStatements, type Rule } from "./rule";

/** No action with a wildcard. */
export const actionsByName: Rule = (stack) =>
  allowStatements(stack)
    .flatMap(({ Action }) => Action)
    .filter((action) => action.includes("*"));
