import { erase } from "../channels/erasure";
import type { OutboxJob } from "../model";
import type { OutboxPorts } from "../ports";
import { deliverToHost } from "./deliver-to-host";
import { deliverToMember } from "./deliver-to-member";
import type { DeliveryOutcome } from "./delivery";

/**
 * Runs a job of the outbox.
 * @param attempt number of the notification's attempt, from 1
 * @param timeLeft milliseconds until the work must stop
 * @throws errors of a store
 */
export async function deliver(
  ports: OutboxPorts,
  job: OutboxJob,
  attempt: number,
  timeLeft: () => number,
): Promise<DeliveryOutcome> {
  switch (job.to) {
    case "host":
      return deliverToHost(ports, job, timeLeft, attempt);
    case "member":
      return deliverToMember(ports, job, attempt, timeLeft);
    case "erasure":
      return erase(ports, job, timeLeft);
  }
}
