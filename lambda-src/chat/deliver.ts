import { type DeliveryOutcome, deliverToHost } from "./deliver-to-host";
import { deliverToMember } from "./deliver-to-member";
import { announceDepartures } from "./departures";
import { eraseChannel } from "./dropping";
import type { Destination } from "./model";
import type { ChatPorts } from "./ports";

/**
 * Delivers what waits for a destination, in order.
 * @param timeLeft milliseconds until the work must stop
 * @throws what a store throws
 */
export async function deliver(
  ports: ChatPorts,
  destination: Destination,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  switch (destination.to) {
    case "member":
      return deliverToMember(ports, destination, timeLeft);
    case "drop":
      return eraseChannel(ports, destination.channelName, timeLeft);
    case "departures":
      await announceDepartures(ports, destination.channelName);
      return { done: true };
    case "host":
      return deliverToHost(ports, destination.channelName, timeLeft);
  }
}
