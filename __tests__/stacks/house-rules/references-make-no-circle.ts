import { addressesIn } from "./addresses-in";
import type { Rule } from "./rule";

/** No resource depends on itself, directly or through others, because Terraform would reject the plan. */
export const referencesMakeNoCircle: Rule = (stack) => {
  const needs = new Map(
    stack.types.flatMap((type) =>
      Object.entries(stack.byId(type)).map(
        ([id, resource]) => [`${type}.${id}`, addressesIn(resource)] as const,
      ),
    ),
  );
  return [...needs.keys()].filter((address) => reached(needs, address).has(address));
};

/** Returns all direct and indirect dependencies of an address. */
function reached(needs: ReadonlyMap<string, ReadonlySet<string>>, start: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...(needs.get(start) ?? [])];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (!found.has(address)) {
      found.add(address);
      open.push(...(needs.get(address) ?? []));
    }
  }
  return found;
}
