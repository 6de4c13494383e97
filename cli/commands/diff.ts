import { usageError } from "../../settings/command-line";
import { STACK_NAMES } from "../../settings/variables";
import { runScript } from "../command";
import { diffBuild } from "../deploy/build-deployment";
import { diffKite } from "../deploy/kite-deployment";
import { diffLocal } from "../deploy/local-database";
import { isOwnProgram, openOwnStack } from "../own-program";
import { tryCloudStackNamed } from "../stack-named";
import { diffState } from "../state/bootstrap";

const usage = `npm run diff [-- <stack>]
Shows what a deploy of the stack would change. Nothing is changed.
  <stack>   one of ${STACK_NAMES.join(", ")} (default: kite), or an id such as kite-local; with a main.ts of your own, the id of any of its stacks`;

const STACKS = { local: diffLocal, "kite-state": diffState, "kite-build": diffBuild, kite: diffKite };

runScript({ usage, flags: [], optional: ["stack"] }, (_flags, name = "kite") => {
  if (isOwnProgram()) {
    return openOwnStack(name).plan("diff.tfplan");
  }
  const stack = name === "local" ? name : tryCloudStackNamed(name);
  if (stack === undefined) {
    throw usageError(`Got the stack "${name}"; wanted one of ${STACK_NAMES.join(", ")}`, usage);
  }
  return STACKS[stack]();
});
