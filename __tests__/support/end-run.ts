import { rmSync } from "node:fs";
import { dirname } from "node:path";

/** Removes the folder that {@link startRun} created, with all files that the tests left there. */
export default function endRun(): void {
  const root = process.env.KITE_TEST_ROOT;
  if (root) {
    // In watch mode, Jest starts the next run in the same process.
    process.env.TMPDIR = dirname(root);
    rmSync(root, { recursive: true, force: true, maxRetries: 3 });
  }
}
