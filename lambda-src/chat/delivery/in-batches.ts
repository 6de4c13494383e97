import type { ChatPorts } from "../ports";

/** Items that are handled at once. */
export const batchSize = 25;

/**
 * Handles items, some at once, while there is time. One that fails is logged and stops no other.
 * @param timeLeft milliseconds until no further batch begins
 */
export async function inBatches<T>(
  ports: Pick<ChatPorts, "log">,
  items: readonly T[],
  work: (item: T) => Promise<void>,
  timeLeft: () => number,
): Promise<void> {
  for (let start = 0; start < items.length && timeLeft() > 0; start += batchSize) {
    const results = await Promise.allSettled(items.slice(start, start + batchSize).map(work));
    const failed = results.find((result) => result.status === "rejected");
    if (failed) {
      ports.log.error("a part of the sweep failed", failed.reason);
    }
  }
}
