import { type DeliveryOutcome, deliverToHost } from "./deliver-to-host";
import { deliverToMember } from "./deliver-to-member";
import type { Destination } from "./model";
import type { ChatPorts } from "./ports";

/**
 * Delivers what waits for a destination, in order.
 * @param timeLeft milliseconds until the work must stop
 * @throws what a store throws
 */
export function deliver(
  ports: ChatPorts,
  destination: Destination,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  return destination.to === "host"
    ? deliverToHost(ports, destination.channelName, timeLeft)
    : deliverToMember(ports, destination, timeLeft);
}
