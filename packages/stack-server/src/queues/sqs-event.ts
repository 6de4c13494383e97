import type { QueueModel } from "../stack/model";
import { md5, md5OfAttributes } from "./digests";
import type { MessageAttribute, ReceivedMessage } from "./message";
import { systemAttributes } from "./system-attributes";

/**
 * Creates the event of a batch for the function: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function sqsEvent(queue: QueueModel, messages: readonly ReceivedMessage[]) {
  return { Records: messages.map((message) => sqsRecord(queue, message)) };
}

function sqsRecord(queue: QueueModel, message: ReceivedMessage) {
  const { body, attributes } = message.draft;
  const md5OfMessageAttributes = md5OfAttributes(attributes);
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [name, messageAttribute(attribute)]),
    ),
    ...(md5OfMessageAttributes !== undefined && { md5OfMessageAttributes }),
    md5OfBody: md5(body),
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: queue.arn.split(":")[3] ?? "",
  };
}

function messageAttribute({ DataType, StringValue, BinaryValue }: MessageAttribute) {
  return {
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: BinaryValue }),
    stringListValues: [],
    binaryListValues: [],
    dataType: DataType,
  };
}
