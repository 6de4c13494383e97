import { SqsError } from "../sqs-error";
import { type Input, objectOf, requiredText } from "./input";

/** The response of a batch action. */
export interface BatchAnswer {
  readonly Successful: readonly Readonly<Record<string, unknown>>[];
  readonly Failed: readonly {
    readonly Id: string;
    readonly Code: string;
    readonly Message: string;
    readonly SenderFault: boolean;
  }[];
}

/**
 * Limit of a batch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
 */
const mostEntries = 10;

/** Reads the entries of a batch. @throws SqsError when there are none or too many, or an id is invalid */
export function readEntries(input: Input): readonly Input[] {
  const entries = Array.isArray(input.Entries) ? input.Entries : [];
  if (entries.length === 0) {
    throw new SqsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  }
  if (entries.length > mostEntries) {
    const message = `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`;
    throw new SqsError("TooManyEntriesInBatchRequest", message);
  }
  const ids = new Set<string>();
  return entries.map((entry) => {
    const object = objectOf(entry, "Entries");
    const id = requiredText(object, "Id");
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new SqsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (ids.has(id)) {
      throw new SqsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    }
    ids.add(id);
    return object;
  });
}

/** Applies an action to each entry. An entry that fails does not affect the others. */
export function forEachEntry(
  entries: readonly Input[],
  act: (entry: Input) => Readonly<Record<string, unknown>>,
): BatchAnswer {
  const successful: Readonly<Record<string, unknown>>[] = [];
  const failed: BatchAnswer["Failed"][number][] = [];
  for (const entry of entries) {
    const Id = requiredText(entry, "Id");
    try {
      successful.push({ Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) {
        throw error;
      }
      failed.push({ Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful: successful, Failed: failed };
}
