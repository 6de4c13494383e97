import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { runScript, say } from "../command";
import { describeStacks } from "../diagram/describe-stacks";

const usage = `npm run diagram
Draws docs/stacks.md anew from the plans, after a stack was changed.`;

runScript({ usage, flags: [] }, () => {
  const path = join(REPOSITORY, "docs", "stacks.md");
  writeFileSync(path, describeStacks());
  say(`Written: ${path}`);
});
