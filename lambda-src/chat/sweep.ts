import { destinationKey } from "./model";
import type { ChatPorts } from "./ports";

/**
 * A message that has waited longer than a wake-up takes was not woken for, or waits for Telegram. One wake-up too
 * many harms nobody; a long time here would be a long wait after a crash.
 */
const overdueMilliseconds = 2_000;

/**
 * Wakes the deliverer for every destination with an overdue message: makes good any wake-up that was lost.
 * @returns how many destinations were woken
 */
export async function sweep(ports: Pick<ChatPorts, "messages" | "wakeUps" | "now">): Promise<number> {
  const now = ports.now();
  const destinations = await ports.messages.overdue(new Date(now - overdueMilliseconds).toISOString());
  // The minute in the cause: two sweeps that overlap wake once.
  const minute = Math.floor(now / 60_000);
  await Promise.all(
    destinations.map((destination) =>
      ports.wakeUps.wake(destination, `sweep ${minute} ${destinationKey(destination)}`),
    ),
  );
  return destinations.length;
}
