import { rmSync } from "node:fs";
import { dirname } from "node:path";

/** Removes what {@link startRun} made, and with it whatever the tests left there. */
export default function endRun(): void {
  const root = process.env.KITE_TEST_ROOT;
  if (root) {
    // A run that watches begins again in the same process.
    process.env.TMPDIR = dirname(root);
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}
