import { createHash } from "node:crypto";

/**
 * Returns a number from 0 (inclusive) to 1 (exclusive) that depends on its arguments alone. Two runs with the same
 * seed decide the same for the same thing, in whatever order things happen.
 */
export function chance(seed: string, ...about: readonly (string | number)[]): number {
  const digest = createHash("sha256")
    .update(JSON.stringify([seed, ...about]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}
