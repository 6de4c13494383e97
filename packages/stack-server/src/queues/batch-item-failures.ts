import { isObject } from "../json";

/** The ids of a batch's messages that a function reported as failed, or why its answer cannot be read. */
export type BatchItemFailures = { readonly failed: ReadonlySet<string> } | { readonly invalid: string };

/**
 * Reads the answer of a function with `ReportBatchItemFailures`. Nothing, an empty object and an empty or absent
 * list mean success; anything that cannot be read means that the whole batch failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function readBatchItemFailures(answer: unknown, messageIds: readonly string[]): BatchItemFailures {
  const object = answer ?? {};
  if (!isObject(object)) {
    return { invalid: "the answer is no object" };
  }
  const failures = object.batchItemFailures ?? [];
  if (!Array.isArray(failures)) {
    return { invalid: "batchItemFailures is no list" };
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
