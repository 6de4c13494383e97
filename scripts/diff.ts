import { UserError } from "../settings/user-error";
import { diffBuild } from "./build-deployment";
import { runScript } from "./command";
import { diffKite } from "./kite-deployment";

const usage = `npm run diff [-- kite | kite-build]
Shows what "npm run deploy-kite", or "npm run deploy-build", would change. Nothing is changed.`;

const STACKS = { kite: diffKite, "kite-build": diffBuild };

runScript({ usage, flags: [], optional: ["stack"] }, (_flags, stack = "kite") => {
  const diff = Object.entries(STACKS).find(([name]) => name === stack)?.[1];
  if (diff === undefined) {
    throw new UserError(`Got the stack "${stack}"; wanted ${Object.keys(STACKS).join(" or ")}.\n${usage}`);
  }
  return diff();
});
