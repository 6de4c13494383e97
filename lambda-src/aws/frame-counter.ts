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

/** One way to take a frame: the new number, and when it may be set. */
interface Step {
  readonly next: string;
  readonly condition: string;
  readonly values: Readonly<Record<string, number>>;
}

/** Until when the member has used up their rate. */
interface BucketState {
  readonly usedUntil: number;
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

  const take = async (member: MemberRef, speaks: boolean, step: Step): Promise<FrameCount | BucketState> => {
    try {
      const { Attributes } = await client.send(
        new UpdateCommand({
          ...keyed(member),
          UpdateExpression: `SET framesUntil = ${step.next}${speaks ? ", present = :present" : ""}`,
          ConditionExpression: `expiresAt > :seconds AND ${step.condition}`,
          ExpressionAttributeValues: {
            ...step.values,
            ...(speaks && { ":present": true }),
            ":seconds": now() / 1000,
          },
          ReturnValues: "UPDATED_OLD",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return { allowed: true, firstWords: speaks && Attributes?.present !== true };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const item = error.Item && unmarshall(error.Item);
      if (!item || item.expiresAt <= now() / 1000) return { allowed: false, reason: "unknown member" };
      return { usedUntil: Number(item.framesUntil) };
    }
  };

  return async (member, { speaks }): Promise<FrameCount> => {
    const time = now();
    const latest = time + (limit.burst - 1) * interval;
    const tooMany = (usedUntil: number): FrameCount => ({
      allowed: false,
      reason: "too many",
      retryAfterMilliseconds: usedUntil - latest,
    });

    const idle = await take(member, speaks, {
      next: ":next",
      condition: "(attribute_not_exists(framesUntil) OR framesUntil <= :now)",
      values: { ":now": time, ":next": time + interval },
    });
    if ("allowed" in idle) return idle;
    if (idle.usedUntil > latest) return tooMany(idle.usedUntil);
    const busy = await take(member, speaks, {
      next: "framesUntil + :interval",
      condition: "framesUntil <= :latest",
      values: { ":interval": interval, ":latest": latest },
    });
    return "allowed" in busy ? busy : tooMany(busy.usedUntil);
  };
}
