import type { ChatPorts } from "../ports";

/** Number of items that are handled at the same time. */
export const batchSize = 25;

/**
 * Handles items in batches while there is time. A failed item does not stop the others. One error of each batch is
 * logged.
 * @param timeLeft milliseconds until no further batch starts
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
