import type { QueueModel } from "../../stack/model";
import type { MessageAttribute, MessageDraft } from "../message";
import { invalidValue, SqsError } from "../sqs-error";
import { type Input, objectOf, optionalInteger, optionalText, requiredText } from "./input";

/**
 * Reads and checks a message to send.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 *
 * @throws SqsError as SQS does
 */
export function readMessageDraft(queue: QueueModel, input: Input): MessageDraft {
  const body = requiredText(input, "MessageBody");
  if (!allowedCharacters.test(body)) {
    throw new SqsError("InvalidMessageContents", "The message contains characters outside the allowed set.");
  }
  const draft: MessageDraft = {
    body,
    attributes: readAttributes(input.MessageAttributes),
    groupId: readIdentifier(input, "MessageGroupId"),
    deduplicationId: readIdentifier(input, "MessageDeduplicationId"),
    delaySeconds: optionalInteger(input, "DelaySeconds", 0, 900),
    traceHeader: readAttributes(input.MessageSystemAttributes).AWSTraceHeader?.StringValue,
  };
  checkKind(queue, draft);
  if (messageSize(draft) > queue.maximumMessageSizeBytes) {
    const reason = `Message must be shorter than ${queue.maximumMessageSizeBytes} bytes.`;
    throw new SqsError("InvalidParameterValue", `One or more parameters are invalid. Reason: ${reason}`);
  }
  return draft;
}

/** Returns the size that counts towards the limit: the body, and names, types and values of attributes. */
export function messageSize({ body, attributes }: MessageDraft): number {
  return Object.entries(attributes).reduce(
    (size, [name, { DataType, StringValue = "", BinaryValue = "" }]) =>
      size + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, "base64"),
    Buffer.byteLength(body),
  );
}

/** Tab, line breaks and all of Unicode except controls, lone surrogates, U+FFFE and U+FFFF. */
const allowedCharacters = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** At most 128 ASCII letters, digits and punctuation characters. */
const identifier = /^[!-~]{1,128}$/;

function readIdentifier(input: Input, name: string): string | undefined {
  const text = optionalText(input, name);
  if (text !== undefined && !identifier.test(text)) {
    const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
    throw invalidValue(name, text, reason);
  }
  return text;
}

function readAttributes(value: unknown): Readonly<Record<string, MessageAttribute>> {
  const attributes = Object.entries(objectOf(value ?? {}, "MessageAttributes"));
  return Object.fromEntries(attributes.map(([name, attribute]) => [name, readAttribute(name, attribute)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const input = objectOf(value, `MessageAttributes.${name}`);
  const DataType = requiredText(input, "DataType");
  if (!/^(String|Number|Binary)(\..+)?$/.test(DataType)) {
    throw new SqsError(
      "InvalidParameterValue",
      `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  }
  return DataType.startsWith("Binary")
    ? { DataType, BinaryValue: requiredText(input, "BinaryValue") }
    : { DataType, StringValue: requiredText(input, "StringValue") };
}

function checkKind(queue: QueueModel, draft: MessageDraft): void {
  const wrongKind = "The request include parameter that is not valid for this queue type";
  if (!queue.fifo && draft.deduplicationId !== undefined) {
    throw invalidValue("MessageDeduplicationId", draft.deduplicationId, wrongKind);
  }
  if (!queue.fifo) {
    return;
  }
  if (draft.groupId === undefined) {
    throw new SqsError("MissingParameter", "The request must contain the parameter MessageGroupId.");
  }
  if (draft.deduplicationId === undefined && !queue.contentBasedDeduplication) {
    throw new SqsError(
      "InvalidParameterValue",
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  if (draft.delaySeconds !== undefined && draft.delaySeconds !== 0) {
    throw invalidValue("DelaySeconds", draft.delaySeconds, wrongKind);
  }
}
