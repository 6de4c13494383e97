import type { ReceivedMessage } from "../../src/queues/message";
import type { Queue } from "../../src/queues/queue";

let ids = 0;

/** Sends a message. In a FIFO queue, each message has its own deduplication id. */
export function send(queue: Queue, body: string, groupId = "g", deduplicationId = `id-${++ids}`) {
  const isFifo = queue.model.fifo;
  return queue.send({
    body,
    attributes: { kind: { DataType: "String", StringValue: "wake-up" } },
    groupId: isFifo ? groupId : undefined,
    deduplicationId: isFifo ? deduplicationId : undefined,
    delaySeconds: undefined,
    traceHeader: undefined,
  });
}

export function bodies(messages: readonly ReceivedMessage[]): readonly string[] {
  return messages.map(({ draft }) => draft.body);
}
