import { allowStatements, type Rule } from "./rule";

/**
 * The wildcard alone as a resource is for X-Ray only, which has no finer one, and for the policy of a key, where it is
 * that key.
 */
export const resourcesByName: Rule = (stack) =>
  allowStatements(stack)
    .filter(({ of, Resource }) => of !== "aws_kms_key" && Resource.includes("*"))
    .flatMap(({ Action }) => Action)
    .filter((action) => !action.startsWith("xray:"));
