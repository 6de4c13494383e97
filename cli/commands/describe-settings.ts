import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../../constructs/repository";
import { describeSettings } from "../../settings/describe-settings";
import { runScript, say } from "../command";

const usage = `npm run describe-settings
Writes docs/settings.md anew, after a setting was added or changed.`;

runScript({ usage, flags: [] }, () => {
  const path = join(REPOSITORY, "docs", "settings.md");
  writeFileSync(path, describeSettings());
  say(`Written: ${path}`);
});
