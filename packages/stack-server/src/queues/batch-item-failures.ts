import { isObject } from "../json";

/** The ids of the messages that a function reported as failed, or the reason why its response is invalid. */
export type BatchItemFailures = { readonly failed: ReadonlySet<string> } | { readonly invalid: string };

/**
 * Reads the response of a function with `ReportBatchItemFailures`. No response, an empty object, and an empty or
 * missing list mean success. An invalid response means that the whole batch failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function readBatchItemFailures(answer: unknown, messageIds: readonly string[]): BatchItemFailures {
  const object = answer ?? {};
  if (!isObject(object)) {
    return { invalid: "the response is not an object" };
  }
  const failures = object.batchItemFailures ?? [];
  if (!Array.isArray(failures)) {
    return { invalid: "batchItemFailures is not a list" };
  }
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier = isObject(failure) ? failure.itemIdentifier : undefined;
    if (typeof identifier !== "string" || identifier === "") {
      return { invalid: "an item of batchItemFailures has no itemIdentifier" };
    }
    if (!messageIds.includes(identifier)) {
      return { invalid: `no message of the batch has the itemIdentifier ${identifier}` };
    }
    failed.add(identifier);
  }
  return { failed };
}
