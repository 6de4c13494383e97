import { ServiceError } from "../json-service";

/** An error of SQS. */
export class SqsError extends ServiceError {
  override readonly name = "SqsError";

  readonly code: SqsErrorCode;

  /** @param code Name of the error in the API, for example `QueueDoesNotExist` or `InvalidParameterValue`. */
  constructor(code: SqsErrorCode, message: string) {
    super(`com.amazonaws.sqs#${code}`, message, 400, {
      "x-amzn-query-error": `${queryCodes[code]};Sender`,
    });
    this.code = code;
  }
}

export type SqsErrorCode = keyof typeof queryCodes;

/**
 * Names of the errors in the older query protocol. SDKs still read them from the header `x-amzn-query-error`.
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

/** Creates the error for an invalid parameter, with the text of AWS. */
export function invalidValue(parameter: string, value: unknown, reason: string): SqsError {
  return new SqsError(
    "InvalidParameterValue",
    `Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}
