import { ServiceError } from "../json-service";

/** An answer of SQS that says no. */
export class SqsError extends ServiceError {
  override readonly name = "SqsError";

  readonly code: SqsErrorCode;

  /** @param code The error's name in the API: `QueueDoesNotExist`, `InvalidParameterValue`. */
  constructor(code: SqsErrorCode, message: string) {
    super(`com.amazonaws.sqs#${code}`, message, 400, {
      "x-amzn-query-error": `${queryCodes[code]};Sender`,
    });
    this.code = code;
  }
}

export type SqsErrorCode = keyof typeof queryCodes;

/**
 * What each error was called before SQS spoke JSON; the SDKs still look at it (header `x-amzn-query-error`).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html
 */
const queryCodes = {
  BatchEntryIdsNotDistinct: "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
  BatchRequestTooLong: "AWS.SimpleQueueService.BatchRequestTooLong",
  EmptyBatchRequest: "AWS.SimpleQueueService.EmptyBatchRequest",
  InvalidAttributeName: "InvalidAttributeName",
  InvalidBatchEntryId: "AWS.SimpleQueueService.InvalidBatchEntryId",
  InvalidMessageContents: "InvalidMessageContents",
  InvalidParameterValue: "InvalidParameterValue",
  MessageNotInflight: "AWS.SimpleQueueService.MessageNotInflight",
  MissingParameter: "MissingParameter",
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  ReceiptHandleIsInvalid: "ReceiptHandleIsInvalid",
  TooManyEntriesInBatchRequest: "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
  UnsupportedOperation: "AWS.SimpleQueueService.UnsupportedOperation",
} as const;

/** AWS's words for a parameter that is out of its range. */
export function invalidValue(parameter: string, value: unknown, reason: string): SqsError {
  return new SqsError(
    "InvalidParameterValue",
    `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}
