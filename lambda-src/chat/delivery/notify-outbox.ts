import type { OutboxJob } from "../model";
import type { ChatPorts } from "../ports";

/** Notifies the outbox of a stored job. If the notification fails, the sweep repeats it. */
export async function notifyOutbox(ports: Pick<ChatPorts, "outbox" | "log">, job: OutboxJob): Promise<void> {
  try {
    await ports.outbox.notify(job);
  } catch (error) {
    const stored = job.to === "erasure" ? "the erasure" : "the message";
    ports.log.error(`a notification failed; the sweep will find ${stored}`, error);
  }
}
