import { rmSync } from "node:fs";

/** Removes what {@link synthesizeOnce} made. */
export default function removePlan(): void {
  const root = process.env.KITE_TEST_PLAN_ROOT;
  if (root) rmSync(root, { recursive: true, force: true });
}
