import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";

/** A token bucket. */
export interface BucketLimit {
  /** Tokens at once. */
  readonly burst: number;
  /** Tokens a second after that. */
  readonly perSecond: number;
}

/** A bucket in a row, and what is written together with the token. */
export interface BucketUpdate {
  readonly TableName: string;
  readonly Key: Readonly<Record<string, string>>;
  /** The attribute that holds the bucket. */
  readonly attribute: string;
  /** More of an update expression, for example `, seen = :seen`. */
  readonly more?: string;
  /** Conditions that must hold as well. */
  readonly conditions: readonly string[];
  readonly names?: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

export type BucketResult =
  | { readonly taken: true; readonly old: Readonly<Record<string, unknown>> }
  /** Another condition did not hold. `item` is the row as it is, if there is one. */
  | {
      readonly taken: false;
      readonly waitMilliseconds: 0;
      readonly item: Record<string, unknown> | undefined;
    }
  | { readonly taken: false; readonly waitMilliseconds: number; readonly item: Record<string, unknown> };

/**
 * Takes a token as the generic cell rate algorithm does: the row keeps one number, the time until which the rate is
 * used up, in milliseconds. After a pause this is one request; only a token within the same interval as the last one
 * takes a second.
 */
export async function takeToken(
  client: DynamoDBDocumentClient,
  update: BucketUpdate,
  limit: BucketLimit,
  time: number,
): Promise<BucketResult> {
  const interval = 1000 / limit.perSecond;
  const latest = time + (limit.burst - 1) * interval;
  const idle = await attempt(client, update, {
    next: ":next",
    condition: "(attribute_not_exists(#bucket) OR #bucket <= :now)",
    values: { ":now": time, ":next": time + interval },
  });
  if (idle.taken) {
    return idle;
  }
  const usedUntil = Number(idle.item?.[update.attribute] ?? 0);
  // The bucket was idle: something else stood in the way.
  if (usedUntil <= time) {
    return { taken: false, waitMilliseconds: 0, item: idle.item };
  }
  if (usedUntil > latest) {
    return full(idle.item, usedUntil - latest);
  }
  const busy = await attempt(client, update, {
    next: "#bucket + :interval",
    condition: "#bucket <= :latest",
    values: { ":interval": interval, ":latest": latest },
  });
  if (busy.taken) {
    return busy;
  }
  const wait = Number(busy.item?.[update.attribute] ?? 0) - latest;
  return wait > 0 ? full(busy.item, wait) : { taken: false, waitMilliseconds: 0, item: busy.item };
}

function full(item: Record<string, unknown> | undefined, waitMilliseconds: number): BucketResult {
  return { taken: false, waitMilliseconds, item: item ?? {} };
}

interface Step {
  readonly next: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

type Attempt =
  | { readonly taken: true; readonly old: Readonly<Record<string, unknown>> }
  | { readonly taken: false; readonly item: Record<string, unknown> | undefined };

async function attempt(client: DynamoDBDocumentClient, update: BucketUpdate, step: Step): Promise<Attempt> {
  const { TableName, Key, attribute, more = "", conditions, names, values } = update;
  try {
    const { Attributes } = await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: `SET #bucket = ${step.next}${more}`,
        ConditionExpression: [...conditions, step.condition].join(" AND "),
        ExpressionAttributeNames: { "#bucket": attribute, ...names },
        ExpressionAttributeValues: { ...values, ...step.values },
        ReturnValues: "ALL_OLD",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return { taken: true, old: Attributes ?? {} };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) {
      throw error;
    }
    return { taken: false, item: error.Item && unmarshall(error.Item) };
  }
}
