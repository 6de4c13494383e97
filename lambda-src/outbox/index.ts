import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { objectClient, queueClient } from "../aws/clients";
import { environments, readEnvironment } from "../aws/environment";
import { fileEraser } from "../aws/file-eraser";
import { readLetter } from "../aws/undeliverable-messages";
import { deliverAgain } from "../chat/delivery/deliver-again";
import { sweep } from "../chat/delivery/sweep";
import type { OutboxPorts } from "../chat/ports";
import { chatAdapters } from "../wiring/chat-adapters";
import { handleNotifications } from "./handle-notifications";

const environment = readEnvironment(environments.outbox);
const { ports: chatPorts, tokens } = chatAdapters(environment);
const ports: OutboxPorts = {
  ...chatPorts,
  fileEraser: fileEraser(objectClient(), environment.FILES_BUCKET),
};
const queue = { client: queueClient(), url: environment.OUTBOX_QUEUE_URL };

void tokens.get().catch(() => undefined);

/** Represents an operator's request, with the content of an entry in the queue of undeliverable messages. */
interface AgainEvent {
  readonly deliverAgain: unknown;
}

/**
 * Delivers pending messages. The function is started by the queue, by the schedule that replaces lost notifications, or
 * by an operator who delivers an undeliverable message again. Only the operator's request may throw.
 */
export async function handler(
  event: SQSEvent | { readonly sweep: true } | AgainEvent,
  context: Context,
): Promise<SQSBatchResponse | string | undefined> {
  const timeLeft = () => context.getRemainingTimeInMillis();
  if ("Records" in event) {
    return handleNotifications(ports, queue, event.Records, timeLeft);
  }
  if ("deliverAgain" in event) {
    return again(event);
  }
  try {
    ports.log.info("swept", { notified: await sweep(ports, timeLeft) });
  } catch (error) {
    ports.log.error("a sweep failed; the next one handles the remaining messages", error);
  }
  return undefined;
}

async function again({ deliverAgain: letter }: AgainEvent): Promise<string> {
  const message = readLetter(letter);
  if (!message) {
    throw new Error(
      "deliverAgain: expected the body of a message in the queue of undeliverable messages, with conversation and messageKey.",
    );
  }
  return (await deliverAgain(ports, message))
    ? "The message is pending again."
    : "There is no such undeliverable message: it was delivered, is already pending, or has expired.";
}
