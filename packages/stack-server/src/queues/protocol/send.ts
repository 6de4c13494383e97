import { md5, md5OfAttributes } from "../digests";
import type { MessageDraft } from "../message";
import type { Queue } from "../queue";
import { SqsError } from "../sqs-error";
import { type BatchAnswer, forEachEntry, readEntries } from "./batch";
import type { Input } from "./input";
import { messageSize, readMessageDraft } from "./message-draft";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html: 1 MiB. */
const LARGEST_BATCH_BYTES = 1_048_576;

/** SendMessage. @throws SqsError */
export function sendMessage(queue: Queue, input: Input): Readonly<Record<string, unknown>> {
  return send(queue, readMessageDraft(queue.model, input));
}

/** SendMessageBatch. @throws SqsError */
export function sendMessageBatch(queue: Queue, input: Input): BatchAnswer {
  const entries = readEntries(input);
  let size = 0;
  forEachEntry(entries, (entry) => {
    size += messageSize(readMessageDraft(queue.model, entry));
    return {};
  });
  if (size > LARGEST_BATCH_BYTES) {
    const message = `Batch requests cannot be longer than ${LARGEST_BATCH_BYTES} bytes. You have sent ${size} bytes.`;
    throw new SqsError("BatchRequestTooLong", message);
  }
  return forEachEntry(entries, (entry) => send(queue, readMessageDraft(queue.model, entry)));
}

function send(queue: Queue, draft: MessageDraft): Readonly<Record<string, unknown>> {
  const { messageId, sequenceNumber } = queue.send(draft);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(draft.body),
    MD5OfMessageAttributes: md5OfAttributes(draft.attributes),
    SequenceNumber: sequenceNumber,
  };
}
