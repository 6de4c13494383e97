import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { chatAdapters } from "../aws/chat-ports";
import { queueClient } from "../aws/clients";
import { environments, readEnvironment } from "../aws/environment";
import { handleWakeUps } from "../aws/handle-wake-ups";
import { sweep } from "../chat/sweep";

const environment = readEnvironment(environments.outbox);
const { ports, tokens } = chatAdapters(environment);
const queue = { client: queueClient(), url: environment.OUTBOX_QUEUE_URL };

void tokens.get().catch(() => undefined);

/** Delivers what waits: woken by the queue, or by the schedule that sweeps up after lost wake-ups. */
export async function handler(
  event: SQSEvent | { readonly sweep: true },
  context: Context,
): Promise<SQSBatchResponse | undefined> {
  if ("Records" in event) {
    return handleWakeUps(ports, queue, event.Records, () => context.getRemainingTimeInMillis());
  }
  const woken = await sweep(ports);
  ports.log.info("swept", { woken });
  return undefined;
}
