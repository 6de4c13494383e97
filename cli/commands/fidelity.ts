import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { collectTruths } from "../../packages/stack-server/__tests__/truths/collect-truths";
import { fidelityPage } from "../../packages/stack-server/__tests__/truths/fidelity-page";
import { REPOSITORY } from "../../settings/settings";
import { runScript, say } from "../command";

const usage = `npm run fidelity
Makes docs/fidelity.md anew from the tests that show how true the local run is to AWS.`;

runScript({ usage, flags: [] }, () => {
  const path = join(REPOSITORY, "docs", "fidelity.md");
  const truths = collectTruths();
  writeFileSync(path, fidelityPage(truths));
  say(`Written: ${path} (${truths.length} behaviours)`);
});
