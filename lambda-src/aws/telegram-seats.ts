import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/ports";
import { updateIf } from "./conditional-update";
import { isLive } from "./expiry";
import { type MemberVisit, memberKeyOf, memberOf, newMemberRow } from "./member-row";

/** The key of the row that says who sits in a private chat; no channel's name holds a `#`. */
export function seatKeyOf(telegramChatId: string): string {
  return `telegram#${telegramChatId}`;
}

/** Members who write in a private chat of Telegram: a second row leads from the chat to the member. */
export function telegramSeats(
  client: DynamoDBDocumentClient,
  TableName: string,
  visitOf: (memberName: string) => MemberVisit,
  now: () => number,
): Pick<MemberStore, "seat" | "findSeated"> {
  return {
    async seat(member, memberName, telegramChatId) {
      const visit = visitOf(memberName);
      const { channelName, memberId } = member;
      const seat = {
        memberKey: seatKeyOf(telegramChatId),
        seatChannelName: channelName,
        seatMemberId: memberId,
      };
      await client.send(new PutCommand({ TableName, Item: { ...seat, expiresAt: visit.expiresAt } }));
      return (
        (await renew(client, TableName, member, visit)) ??
        make(client, TableName, member, visit, telegramChatId)
      );
    },
    async findSeated(telegramChatId) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: { memberKey: seatKeyOf(telegramChatId) }, ConsistentRead: true }),
      );
      if (!isLive(Item, now())) return undefined;
      return { channelName: String(Item.seatChannelName), memberId: String(Item.seatMemberId) };
    },
  };
}

async function renew(
  client: DynamoDBDocumentClient,
  TableName: string,
  member: MemberRef,
  { memberName, expiresAt }: MemberVisit,
) {
  const attributes = await updateIf(client, {
    TableName,
    Key: { memberKey: memberKeyOf(member) },
    UpdateExpression: "SET memberName = :memberName, expiresAt = :expiresAt",
    ConditionExpression: "attribute_exists(telegramChatId)",
    ExpressionAttributeValues: { ":memberName": memberName, ":expiresAt": expiresAt },
    ReturnValues: "ALL_NEW",
  });
  return attributes && memberOf(attributes);
}

async function make(
  client: DynamoDBDocumentClient,
  TableName: string,
  member: MemberRef,
  visit: MemberVisit,
  telegramChatId: string,
) {
  const Item = { ...newMemberRow(member, visit, {}), telegramChatId };
  await client.send(new PutCommand({ TableName, Item }));
  return memberOf(Item);
}
