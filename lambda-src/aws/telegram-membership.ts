import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Member, MemberKey, MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/stores";
import { updateIf } from "./conditional-update";
import { isLive } from "./expiry";
import { pastDayAttributes } from "./frame-counter";
import { type MemberVisit, memberOf, memberRowKey, newMemberRow } from "./member-row";

/** The key of the row that says which member a private chat is; no channel's name holds a `#`. */
export function telegramMembershipKeyOf(telegramChatId: string): string {
  return `telegram#${telegramChatId}`;
}

/** Members who write in a private chat of Telegram: a second row leads from the chat to the member. */
export function telegramMemberships(
  client: DynamoDBDocumentClient,
  TableName: string,
  visitOf: (memberName: string) => MemberVisit,
  now: () => number,
): Pick<MemberStore, "addTelegramMember" | "findByTelegramChat"> {
  return {
    async addTelegramMember(member, memberName, telegramChatId) {
      const visit = visitOf(memberName);
      const time = now() / 1000;
      const membership = await claim(client, TableName, { member, visit, telegramChatId, time });
      const added =
        (await renew(client, TableName, { member: membership, visit, time })) ??
        (await make(client, TableName, { member: membership, visit, telegramChatId, time })) ??
        (await renew(client, TableName, { member: membership, visit, time }));
      if (added) {
        return added;
      }
      throw new Error("A member who writes in Telegram was neither found nor made.");
    },
    async findByTelegramChat(telegramChatId) {
      const { Item } = await client.send(
        new GetCommand({
          TableName,
          Key: { memberKey: telegramMembershipKeyOf(telegramChatId) },
          ConsistentRead: true,
        }),
      );
      if (!isLive(Item, now())) {
        return undefined;
      }
      return membershipIn(Item);
    },
  };
}

interface Membership {
  readonly member: MemberRef & MemberKey;
  readonly visit: MemberVisit;
  readonly telegramChatId: string;
  /** Now, in seconds since the epoch. */
  readonly time: number;
}

/** @returns which member the chat is now: another, when it joined twice at the same moment */
async function claim(
  client: DynamoDBDocumentClient,
  TableName: string,
  { member, visit, telegramChatId, time }: Membership,
): Promise<MemberRef & MemberKey> {
  try {
    await client.send(
      new UpdateCommand({
        TableName,
        Key: { memberKey: telegramMembershipKeyOf(telegramChatId) },
        UpdateExpression:
          "SET seatChannelName = :channelName, seatMemberId = :memberId, seatTag = :tag, expiresAt = :expiresAt",
        ConditionExpression:
          "attribute_not_exists(memberKey) OR expiresAt <= :now OR (seatChannelName = :channelName AND seatMemberId = :memberId)",
        ExpressionAttributeValues: {
          ":channelName": member.channelName,
          ":memberId": member.memberId,
          ":tag": member.tag,
          ":expiresAt": visit.expiresAt,
          ":now": time,
        },
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      }),
    );
    return member;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException && error.Item)) {
      throw error;
    }
    return membershipIn(unmarshall(error.Item));
  }
}

/** The attributes keep the names that rows were stored with. */
function membershipIn(item: Readonly<Record<string, unknown>>): MemberRef & MemberKey {
  const { seatChannelName, seatMemberId, seatTag } = item;
  return { channelName: String(seatChannelName), memberId: String(seatMemberId), tag: String(seatTag) };
}

/** @returns `undefined` when there is no such member, or no more */
async function renew(
  client: DynamoDBDocumentClient,
  TableName: string,
  { member, visit, time }: Omit<Membership, "telegramChatId">,
): Promise<Member | undefined> {
  const attributes = await updateIf(client, {
    TableName,
    Key: { memberKey: memberRowKey(member) },
    // As a JOIN does: who writes every other day never has a yesterday that the counter removes.
    UpdateExpression: `SET memberName = :memberName, expiresAt = :expiresAt REMOVE ${pastDayAttributes(time * 1000, 8).join(", ")}`,
    ConditionExpression: "attribute_exists(telegramChatId) AND expiresAt > :now",
    ExpressionAttributeValues: {
      ":memberName": visit.memberName,
      ":expiresAt": visit.expiresAt,
      ":now": time,
    },
    ReturnValues: "ALL_NEW",
  });
  return attributes && memberOf(attributes);
}

/** @returns `undefined` when there is such a member already */
async function make(
  client: DynamoDBDocumentClient,
  TableName: string,
  { member, visit, telegramChatId, time }: Membership,
): Promise<Member | undefined> {
  const Item = { ...newMemberRow(member, visit, {}, time * 1000), telegramChatId };
  try {
    await client.send(
      new PutCommand({
        TableName,
        Item,
        ConditionExpression: "attribute_not_exists(memberKey) OR expiresAt <= :now",
        ExpressionAttributeValues: { ":now": time },
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
