import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { Member, MemberKey, MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { newTag } from "../chat/visitors/tag";
import { channelMembers } from "./channel-members";
import { updateIf } from "./conditional-update";
import { days, isLive, secondsFrom } from "./expiry";
import { type FrameLimits, frameCounter, pastDayAttributes } from "./frame-counter";
import { type MemberVisit, memberOf, memberRowKey, newMemberRow, tagRowKey } from "./member-row";
import { telegramMembershipKeyOf, telegramMemberships } from "./telegram-membership";

export interface MemberStoreSettings {
  readonly tableName: string;
  readonly retentionDays: number;
  readonly limits: FrameLimits;
}

/**
 * A row for each visitor of a channel, by tag, and a small row that leads from the memberId to the tag: both directions
 * are consistent reads. An index lists the keys of a channel's members.
 */
export function memberStore(
  client: DynamoDBDocumentClient,
  { tableName, retentionDays, limits }: MemberStoreSettings,
  now: () => number,
): MemberStore {
  const keyed = (member: MemberKey) => ({ TableName: tableName, Key: { memberKey: memberRowKey(member) } });
  // A day longer than messages: an answer to a message that is just not expired finds its visitor.
  const lifetimeSeconds = days(retentionDays + 1);
  // Longer than the member's row, so that a member never has two tags.
  const tagLifetimeSeconds = lifetimeSeconds + days(1);
  const visitOf = (memberName: string | null): MemberVisit => ({
    memberName: memberName ?? "",
    expiresAt: secondsFrom(now(), lifetimeSeconds),
  });

  return {
    ...telegramMemberships(client, tableName, visitOf, now),
    ...channelMembers(client, tableName),
    countFrame: frameCounter(client, tableName, limits, now),
    async tagOf(member) {
      const attributes = await updateIf(client, {
        TableName: tableName,
        Key: { memberKey: tagRowKey(member) },
        // Read and, for a new member, written in one request, also by two JOINs at the same moment.
        UpdateExpression: "SET tag = if_not_exists(tag, :tag), expiresAt = :expiresAt",
        ExpressionAttributeValues: {
          ":tag": newTag(),
          ":expiresAt": secondsFrom(now(), tagLifetimeSeconds),
        },
        ReturnValues: "ALL_NEW",
      });
      return String(attributes?.tag);
    },
    async join(member, memberName, connectionId) {
      const visit = visitOf(memberName);
      const add = () => addSocket(client, keyed(member), member, visit, connectionId, now());
      const back = await add();
      if (back) {
        return back;
      }
      const row = newMemberRow(member, visit, { [connectionId]: now() }, now());
      const made = await makeMember(client, tableName, row, now());
      if (made) {
        return { member: made, isNew: true };
      }
      // Two first JOINs at the same moment: the other one has made the member.
      const other = await add();
      if (other) {
        return other;
      }
      // Another member of the channel has the same tag, which happens once in millions: the next JOIN gets a new one.
      await updateIf(client, {
        TableName: tableName,
        Key: { memberKey: tagRowKey(member) },
        UpdateExpression: "SET tag = :fresh",
        ConditionExpression: "tag = :tag",
        ExpressionAttributeValues: { ":tag": member.tag, ":fresh": newTag() },
      });
      throw new Error("A member's tag belongs to another member.");
    },
    async find(member) {
      const { Item } = await client.send(new GetCommand({ ...keyed(member), ConsistentRead: true }));
      return isLive(Item, now()) ? memberOf(Item) : undefined;
    },
    async removeSocket(member, connectionId) {
      const attributes = await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE sockets.#socket DELETE resendTo :resendTo",
        ConditionExpression: "attribute_exists(sockets.#socket)",
        ExpressionAttributeNames: { "#socket": connectionId },
        ExpressionAttributeValues: { ":resendTo": new Set([connectionId]) },
        ReturnValues: "ALL_NEW",
      });
      return attributes && memberOf(attributes);
    },
    async noteWait(member, waitsUntil) {
      await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "SET waitsUntil = :waitsUntil",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: { ":waitsUntil": waitsUntil },
      });
    },
    async noteAbsence(member) {
      await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE present",
        ConditionExpression: "attribute_exists(memberKey)",
      });
    },
    async fillMailbox(member) {
      const attributes = await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "SET mailbox = :mailbox, expiresAt = :expiresAt",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: {
          ":mailbox": randomUUID(),
          ":expiresAt": secondsFrom(now(), lifetimeSeconds),
        },
        ReturnValues: "ALL_NEW",
      });
      if (!attributes) {
        return undefined;
      }
      const filled = memberOf(attributes);
      await updateIf(client, {
        TableName: tableName,
        Key: { memberKey: tagRowKey(filled) },
        UpdateExpression: "SET expiresAt = :expiresAt",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: { ":expiresAt": secondsFrom(now(), tagLifetimeSeconds) },
      });
      return filled;
    },
    async resend(member, connectionIds, since) {
      await updateIf(client, {
        ...keyed(member),
        UpdateExpression:
          "SET mailbox = :mailbox, resendFrom = if_not_exists(resendFrom, :since) ADD resendTo :connectionIds",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: {
          ":mailbox": randomUUID(),
          ":since": since,
          ":connectionIds": new Set(connectionIds),
        },
      });
    },
    async emptyMailbox(member) {
      const { mailbox, resendTo } = member;
      if (mailbox === undefined) {
        return;
      }
      const joined = resendTo.length > 0 ? "resendTo = :resendTo" : "attribute_not_exists(resendTo)";
      await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE mailbox, resendTo, resendFrom",
        ConditionExpression: `mailbox = :mailbox AND ${joined}`,
        ExpressionAttributeValues: {
          ":mailbox": mailbox,
          ...(resendTo.length > 0 && { ":resendTo": new Set(resendTo) }),
        },
      });
    },
    async remove(member, telegramChatId) {
      const remove = (memberKey: string) =>
        client.send(new DeleteCommand({ TableName: tableName, Key: { memberKey } }));
      await remove(memberRowKey(member));
      await remove(tagRowKey(member));
      if (telegramChatId !== undefined) {
        await remove(telegramMembershipKeyOf(telegramChatId));
      }
    },
  };
}

/** @returns `undefined` when there is no such member yet, or none any more */
async function addSocket(
  client: DynamoDBDocumentClient,
  keyed: { readonly TableName: string; readonly Key: Record<string, string> },
  { memberId }: MemberRef,
  { memberName, expiresAt }: MemberVisit,
  connectionId: string,
  time: number,
): Promise<{ readonly member: Member; readonly isNew: false } | undefined> {
  const past = pastDayAttributes(time, 8);
  const attributes = await updateIf(client, {
    ...keyed,
    UpdateExpression: `SET ${[
      "sockets.#socket = :time",
      "expiresAt = :expiresAt",
      "memberName = :memberName",
      "lastJoined = :lastJoined",
      "mailbox = if_not_exists(mailbox, :mailbox)",
      // What an earlier JOIN asked for is still owed if its socket died before it was served.
      "resendFrom = if_not_exists(resendFrom, heardAt)",
    ].join(", ")} REMOVE ${past.join(", ")} ADD resendTo :resendTo`,
    // A visitor whose time is over is gone, even while the row is still there.
    ConditionExpression: "memberId = :memberId AND attribute_exists(sockets) AND expiresAt > :seconds",
    ExpressionAttributeNames: { "#socket": connectionId },
    ExpressionAttributeValues: {
      ":time": time,
      ":seconds": time / 1000,
      ":expiresAt": expiresAt,
      ":memberId": memberId,
      ":memberName": memberName,
      ":lastJoined": connectionId,
      ":mailbox": randomUUID(),
      ":resendTo": new Set([connectionId]),
    },
    ReturnValues: "ALL_NEW",
  });
  return attributes && { member: memberOf(attributes), isNew: false };
}

/** @returns `undefined` when there is such a member already */
async function makeMember(
  client: DynamoDBDocumentClient,
  TableName: string,
  Item: Record<string, unknown>,
  time: number,
): Promise<Member | undefined> {
  try {
    await client.send(
      new PutCommand({
        TableName,
        Item,
        ConditionExpression: "attribute_not_exists(memberKey) OR expiresAt <= :seconds",
        ExpressionAttributeValues: { ":seconds": time / 1000 },
      }),
    );
    return memberOf(Item);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return undefined;
    }
    throw error;
  }
}
