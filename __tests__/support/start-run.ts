import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../playground/synthesize";

/** Creates a folder for temporary files, and synthesizes the stack once for all tests that serve it. */
export default async function startRun(): Promise<void> {
  // The SDK warns about Node.js 20 once for each process, which here is each test file.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  // The name is short, because the path of a socket may have only about 100 characters.
  const root = mkdtempSync(join(tmpdir(), "kite-test-"));
  process.env.KITE_TEST_ROOT = root;
  // Workers start later and inherit the variable. Programs that they start inherit it too.
  process.env.TMPDIR = root;
  process.env.KITE_TEST_STACK = await synthesize({ stage: "dev", outputDirectory: join(root, "stack") });
}
