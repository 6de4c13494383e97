import { addressesIn } from "./addresses-in";
import type { Rule } from "./rule";

/** Every address that an expression or a `depends_on` names is declared. */
export const referencesResolve: Rule = (stack) => {
  const { data = {}, variable = {} } = stack.document as Readonly<
    Record<string, Readonly<Record<string, object>>>
  >;
  const declared = new Set([
    ...stack.types.flatMap((type) => Object.keys(stack.byId(type)).map((id) => `${type}.${id}`)),
    ...Object.entries(data).flatMap(([type, byId]) => Object.keys(byId).map((id) => `data.${type}.${id}`)),
    ...Object.keys(variable).map((name) => `var.${name}`),
  ]);
  return [...addressesIn(stack.document)].filter((address) => !declared.has(address));
};
