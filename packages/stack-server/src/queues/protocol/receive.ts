import type { Clock } from "../../clock";
import { md5, md5OfAttributes } from "../digests";
import type { MessageAttribute, ReceivedMessage } from "../message";
import { longestVisibilityTimeoutSeconds, type Queue, type ReceiveOptions } from "../queue";
import { systemAttributes } from "../system-attributes";
import { type Input, optionalInteger, texts } from "./input";

/**
 * Handles ReceiveMessage:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 *
 * @throws SqsError
 */
export async function receiveMessage(
  queue: Queue,
  input: Input,
  clock: Clock,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const options = {
    maximum: optionalInteger(input, "MaxNumberOfMessages", 1, 10) ?? 1,
    visibilityTimeoutSeconds: optionalInteger(input, "VisibilityTimeout", 0, longestVisibilityTimeoutSeconds),
  };
  const wait = optionalInteger(input, "WaitTimeSeconds", 0, 20) ?? queue.model.receiveWaitTimeSeconds;
  const systemNames = [...texts(input, "AttributeNames"), ...texts(input, "MessageSystemAttributeNames")];
  const names = texts(input, "MessageAttributeNames");
  const messages = await receiveWaiting(queue, clock, options, wait, signal);
  return messages.length === 0
    ? {}
    : { Messages: messages.map((message) => describe(message, systemNames, names)) };
}

/**
 * Receives messages immediately if there are any, or waits for them (long polling).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
 *
 * @param signal Ends the wait when the caller disconnects.
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

function describe(message: ReceivedMessage, systemNames: readonly string[], names: readonly string[]) {
  const system = Object.entries(systemAttributes(message)).filter(
    ([name]) => systemNames.includes("All") || systemNames.includes(name),
  );
  const attributes = chosenAttributes(message.draft.attributes, names);
  return {
    MessageId: message.messageId,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.draft.body),
    Body: message.draft.body,
    ...(system.length > 0 && { Attributes: Object.fromEntries(system) }),
    ...(Object.keys(attributes).length > 0 && {
      MessageAttributes: attributes,
      MD5OfMessageAttributes: md5OfAttributes(attributes),
    }),
  };
}

/** Selects attributes by `All`, `.*`, a name, or a prefix followed by `.*`. */
function chosenAttributes(
  attributes: Readonly<Record<string, MessageAttribute>>,
  names: readonly string[],
): Readonly<Record<string, MessageAttribute>> {
  const isChosen = (name: string) =>
    names.some(
      (wanted) =>
        wanted === "All" ||
        wanted === name ||
        (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isChosen(name)));
}
