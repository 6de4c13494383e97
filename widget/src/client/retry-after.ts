import { tooManyCode } from "@kite-chat/protocol";
import { second } from "./clock";

/**
 * Returns the time to wait after an error with code 429. The text of the error contains this time in seconds.
 * @returns 0 for any other error
 */
export function retryAfterMilliseconds(code: number, reason: string): number {
  const [, seconds] = /(\d+) s\b/.exec(reason) ?? [];
  return code === tooManyCode ? Number(seconds ?? 1) * second : 0;
}
