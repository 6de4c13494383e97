import { join } from "node:path";
import { everyFunction, type FunctionRole } from "../constructs/account/physical-names";
import { bundle } from "../constructs/functions/lambda-bundle";

const packed = new Map<string, Readonly<Record<FunctionRole, Uint8Array>>>();

/**
 * The module of each of the three functions. Sources are packed once in a run, however many stacks want them.
 * @param sourceDirectory folder with a folder a function, each with an `index.ts`
 */
export function functionModules(sourceDirectory: string): Readonly<Record<FunctionRole, Uint8Array>> {
  const known = packed.get(sourceDirectory);
  if (known) {
    return known;
  }
  const modules = bundle(everyFunction((role) => join(sourceDirectory, role, "index.ts")));
  packed.set(sourceDirectory, modules);
  return modules;
}
