/** Which messages of a batch a function reported as failed; `invalid`: all are, for the answer is wrong. */
export type BatchItemFailures =
  | { readonly kind: "failed"; readonly messageIds: ReadonlySet<string> }
  | { readonly kind: "invalid"; readonly reason: string };

/**
 * Reads the answer of a function with `ReportBatchItemFailures`. Nothing, an empty object and an empty or absent
 * list mean success; anything that cannot be read means that the whole batch failed.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function readBatchItemFailures(answer: unknown, messageIds: readonly string[]): BatchItemFailures {
  if (answer === null || answer === undefined) {
    return { kind: "failed", messageIds: new Set() };
  }
  if (typeof answer !== "object" || Array.isArray(answer)) {
    return { kind: "invalid", reason: "the answer is no object" };
  }
  const failures: unknown = "batchItemFailures" in answer ? answer.batchItemFailures : null;
  if (failures === null || failures === undefined) {
    return { kind: "failed", messageIds: new Set() };
  }
  if (!Array.isArray(failures)) {
    return { kind: "invalid", reason: "batchItemFailures is no list" };
  }
  return readItems(failures, messageIds);
}

function readItems(failures: readonly unknown[], messageIds: readonly string[]): BatchItemFailures {
  const failed = new Set<string>();
  for (const failure of failures) {
    const identifier: unknown =
      typeof failure === "object" && failure !== null && "itemIdentifier" in failure
        ? failure.itemIdentifier
        : undefined;
    if (typeof identifier !== "string" || identifier === "") {
      return { kind: "invalid", reason: "an item of batchItemFailures has no itemIdentifier" };
    }
    if (!messageIds.includes(identifier)) {
      return { kind: "invalid", reason: `no message of the batch has the itemIdentifier ${identifier}` };
    }
    failed.add(identifier);
  }
  return { kind: "failed", messageIds: failed };
}
