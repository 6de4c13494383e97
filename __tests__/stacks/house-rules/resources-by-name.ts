import { allowStatements, type Rule } from "./rule";

/** The wildcard alone as a resource is for X-Ray only, which has no finer one. */
export const resourcesByName: Rule = (stack) =>
  allowStatements(stack)
    .filter(({ Resource }) => Resource.includes("*"))
    .flatMap(({ Action }) => Action)
    .filter((action) => !action.startsWith("xray:"));
