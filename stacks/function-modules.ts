import { join } from "node:path";
import type { Construct } from "constructs";
import { everyFunction, type FunctionRole } from "../constructs/account/physical-names";
import { bundle } from "../constructs/functions/lambda-bundle";
import { LambdaPackage } from "../constructs/functions/lambda-package";

const packed = new Map<string, Readonly<Record<FunctionRole, Uint8Array>>>();

/**
 * Bundles the functions. The sources are bundled once per run, even if several stacks need them.
 * @param sourceDirectory folder with a folder for each function, each with an `index.ts`
 */
function functionModules(sourceDirectory: string): Readonly<Record<FunctionRole, Uint8Array>> {
  const known = packed.get(sourceDirectory);
  if (known) {
    return known;
  }
  const modules = bundle(everyFunction((role) => join(sourceDirectory, role, "index.ts")));
  packed.set(sourceDirectory, modules);
  return modules;
}

/** Packages a function of a stage. */
export function packageFunction(
  scope: Construct,
  name: FunctionRole,
  sourceDirectory: string,
): LambdaPackage {
  return new LambdaPackage(scope, name, { name, module: functionModules(sourceDirectory)[name] });
}
