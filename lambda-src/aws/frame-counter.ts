import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { MemberRef } from "../chat/model";
import type { FrameCount, MemberStore } from "../chat/ports";

/** A token bucket. */
export interface FrameLimit {
  /** Frames at once. */
  readonly burst: number;
  /** Frames a second after that. */
  readonly perSecond: number;
}

/**
 * Counts frames as the generic cell rate algorithm does: the row keeps one number, the time until which the
 * member has used up their rate (`framesUntil`, ms). A visitor who writes now and then costs one request; only
 * a frame within the same interval as the last one takes a second.
 */
export function frameCounter(
  client: DynamoDBDocumentClient,
  keyed: (member: MemberRef) => { readonly TableName: string; readonly Key: Record<string, string> },
  limit: FrameLimit,
  now: () => number,
): MemberStore["countFrame"] {
  const interval = 1000 / limit.perSecond;

  /** @returns the row's number when the condition does not hold, NaN when there is no live row */
  const tryUpdate = async (
    member: MemberRef,
    UpdateExpression: string,
    condition: string,
    values: Record<string, number>,
  ): Promise<number | undefined> => {
    try {
      await client.send(
        new UpdateCommand({
          ...keyed(member),
          UpdateExpression,
          ConditionExpression: `expiresAt > :seconds AND ${condition}`,
          ExpressionAttributeValues: { ...values, ":seconds": now() / 1000 },
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const item = error.Item && unmarshall(error.Item);
      return item && item.expiresAt > now() / 1000 ? Number(item.framesUntil) : Number.NaN;
    }
  };

  return async (member): Promise<FrameCount> => {
    const time = now();
    const usedUntil = await tryUpdate(
      member,
      "SET framesUntil = :next",
      "(attribute_not_exists(framesUntil) OR framesUntil <= :now)",
      { ":now": time, ":next": time + interval },
    );
    if (usedUntil === undefined) return { allowed: true };
    if (Number.isNaN(usedUntil)) return { allowed: false, reason: "unknown member" };

    const latest = time + (limit.burst - 1) * interval;
    const still =
      usedUntil > latest
        ? usedUntil
        : await tryUpdate(member, "SET framesUntil = framesUntil + :interval", "framesUntil <= :latest", {
            ":interval": interval,
            ":latest": latest,
          });
    if (still === undefined) return { allowed: true };
    return { allowed: false, reason: "too many", retryAfterMilliseconds: still - latest };
  };
}
