import { createHash } from "node:crypto";

/**
 * Returns a pseudo-random number from 0 (inclusive) to 1 (exclusive) that depends only on the arguments. Two runs with
 * the same seed get the same number for the same subject, in any order of events.
 */
export function chance(seed: string, ...about: readonly (string | number)[]): number {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, ...about]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
