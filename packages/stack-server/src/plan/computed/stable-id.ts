import { createHash } from "node:crypto";

/** An identifier of small letters and digits, the same for the same address at every start. */
export function stableId(address: string, length: number): string {
  const hash = BigInt(`0x${createHash("sha256").update(address).digest("hex")}`);
  return hash.toString(36).padStart(length, "0").slice(-length);
}
