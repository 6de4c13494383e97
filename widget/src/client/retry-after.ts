import { tooManyCode } from "@kite-chat/protocol";
import { second } from "./clock";

/**
 * Returns how long to wait after an error: as many seconds as the sentence of a 429 names.
 * @returns 0 for any other error
 */
export function retryAfterMilliseconds(code: number, reason: string): number {
  const [, seconds] = /(\d+) s\b/.exec(reason) ?? [];
  return code === tooManyCode ? Number(seconds ?? 1) * second : 0;
}
