import { addressesIn } from "./addresses-in";
import type { Rule } from "./rule";

/** Every address that an expression or a `depends_on` names is declared. */
export const referencesResolve: Rule = (stack) => {
  const declared = new Set(
    stack.types.flatMap((type) => Object.keys(stack.byId(type)).map((id) => `${type}.${id}`)),
  );
  return [...addressesIn(stack.document)].filter((address) => !declared.has(address));
};
