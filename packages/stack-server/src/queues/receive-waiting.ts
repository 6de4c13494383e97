import type { Clock } from "../clock";
import type { ReceivedMessage } from "./message";
import type { Queue, ReceiveOptions } from "./queue";

/**
 * Receives at once when there is something, else waits for it (long polling).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 *
 * @param signal Ends the waiting, when the caller has gone.
 */
export function receiveWaiting(
  queue: Queue,
  clock: Clock,
  options: ReceiveOptions,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<readonly ReceivedMessage[]> {
  const now = queue.receive(options);
  if (now.length > 0 || waitSeconds <= 0 || signal.aborted) {
    return Promise.resolve(now);
  }
  return new Promise((resolve) => {
    const end = (messages: readonly ReceivedMessage[]) => {
      timer.cancel();
      stopListening();
      signal.removeEventListener("abort", giveUp);
      resolve(messages);
    };
    const giveUp = () => end([]);
    const timer = clock.setTimeout(giveUp, waitSeconds * 1000);
    const stopListening = queue.onReady(() => {
      const messages = queue.receive(options);
      if (messages.length > 0) {
        end(messages);
      }
    });
    signal.addEventListener("abort", giveUp);
  });
}
