import { isOwnProgram } from "../../launcher/own-program.cjs";
import { stackNames } from "../../settings/variables";
import { UsageError } from "../command";
import { openOwnStack } from "../own-program";
import { tryCloudStackNamed } from "../stack-named";
import { diffState } from "../state/bootstrap";
import { diffBuild } from "./build-deployment";
import { diffKite } from "./kite-deployment";
import { diffLocal } from "./local-database";

const stacks = { local: diffLocal, "kite-state": diffState, "kite-build": diffBuild, kite: diffKite };

/**
 * Shows what a deploy of a stack would change.
 * @param name Name of the stack, or its ID.
 * @throws UserError if there is no such stack, or if it cannot be compared
 */
export async function diff(name: string): Promise<void> {
  if (isOwnProgram()) {
    return openOwnStack(name).plan("diff.tfplan");
  }
  const stack = name === "local" ? name : tryCloudStackNamed(name);
  if (stack === undefined) {
    throw new UsageError(`<stack>: expected one of ${stackNames.join(", ")}, received "${name}".`);
  }
  await stacks[stack]();
}
