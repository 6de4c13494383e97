import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../playground/synthesize";

/** Synthesizes the stack once for all tests that serve it; they find it by `KITE_TEST_PLAN`. */
export default async function synthesizeOnce(): Promise<void> {
  // The SDK tells of its plans for Node 20 once a process, which here is once a test file.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const outputDirectory = mkdtempSync(join(tmpdir(), "kite-plan-"));
  process.env.KITE_TEST_PLAN_ROOT = outputDirectory;
  process.env.KITE_TEST_PLAN = await synthesize({ stage: "dev", outputDirectory });
}
