import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Member, MemberRef } from "../chat/model";
import type { MemberStore } from "../chat/ports";
import { channelMembers } from "./channel-members";
import { updateIf } from "./conditional-update";
import { days, isLive, secondsFrom } from "./expiry";
import { type FrameLimit, frameCounter } from "./frame-counter";
import { type MemberVisit, memberKeyOf, memberOf, newMemberRow, tagKeyOf } from "./member-row";
import { seatKeyOf, telegramSeats } from "./telegram-seats";

export interface MemberStoreSettings {
  readonly tableName: string;
  readonly retentionDays: number;
  readonly frameLimit: FrameLimit;
}

/** A row for each visitor of a channel; indexes find a visitor by tag, and all of a channel. */
export function memberStore(
  client: DynamoDBDocumentClient,
  { tableName, retentionDays, frameLimit }: MemberStoreSettings,
  now: () => number,
): MemberStore {
  const keyed = (member: MemberRef) => ({ TableName: tableName, Key: { memberKey: memberKeyOf(member) } });
  // A day longer than messages: an answer to a message that is just not expired finds its visitor.
  const visitOf = (memberName: string | null): MemberVisit => ({
    memberName: memberName ?? "",
    expiresAt: secondsFrom(now(), days(retentionDays + 1)),
  });

  return {
    ...telegramSeats(client, tableName, visitOf, now),
    ...channelMembers(client, tableName),
    countFrame: frameCounter(client, keyed, frameLimit, now),
    async join(member, memberName, connectionId) {
      const visit = visitOf(memberName);
      const joined =
        (await addSocket(client, keyed(member), visit, connectionId, now())) ??
        (await makeMember(
          client,
          tableName,
          newMemberRow(member, visit, { [connectionId]: now() }),
          now(),
        )) ??
        // Two first JOINs at the same moment: the other one has made the member.
        (await addSocket(client, keyed(member), visit, connectionId, now()));
      if (joined) return joined;
      throw new Error("A member was neither found nor made.");
    },
    async find(member) {
      const { Item } = await client.send(new GetCommand({ ...keyed(member), ConsistentRead: true }));
      return isLive(Item, now()) ? memberOf(Item) : undefined;
    },
    async findByTag(channelName, tag) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          IndexName: "byTag",
          KeyConditionExpression: "tagKey = :tagKey",
          ExpressionAttributeValues: { ":tagKey": tagKeyOf(channelName, tag) },
          Limit: 2,
        }),
      );
      return Items.filter((item) => isLive(item, now())).map(memberOf);
    },
    async removeSocket(member, connectionId) {
      const attributes = await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE sockets.#socket",
        ConditionExpression: "attribute_exists(sockets.#socket)",
        ExpressionAttributeNames: { "#socket": connectionId },
        ReturnValues: "ALL_NEW",
      });
      return attributes && memberOf(attributes);
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
        UpdateExpression: "SET mailbox = :mailbox",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: { ":mailbox": randomUUID() },
        ReturnValues: "ALL_NEW",
      });
      return attributes && memberOf(attributes);
    },
    async emptyMailbox(member, mailbox) {
      await updateIf(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE mailbox",
        ConditionExpression: "mailbox = :mailbox",
        ExpressionAttributeValues: { ":mailbox": mailbox },
      });
    },
    async remove(member, telegramChatId) {
      await client.send(new DeleteCommand(keyed(member)));
      if (telegramChatId === undefined) return;
      await client.send(
        new DeleteCommand({ TableName: tableName, Key: { memberKey: seatKeyOf(telegramChatId) } }),
      );
    },
  };
}

/** @returns `undefined` when there is no such member yet, or none any more */
async function addSocket(
  client: DynamoDBDocumentClient,
  keyed: { readonly TableName: string; readonly Key: Record<string, string> },
  { memberName, expiresAt }: MemberVisit,
  connectionId: string,
  time: number,
): Promise<Member | undefined> {
  const attributes = await updateIf(client, {
    ...keyed,
    UpdateExpression: "SET sockets.#socket = :time, expiresAt = :expiresAt, memberName = :memberName",
    // What a visitor was whose time is over is gone, even while the row is still there.
    ConditionExpression: "attribute_exists(sockets) AND expiresAt > :seconds",
    ExpressionAttributeNames: { "#socket": connectionId },
    ExpressionAttributeValues: {
      ":time": time,
      ":seconds": time / 1000,
      ":expiresAt": expiresAt,
      ":memberName": memberName,
    },
    ReturnValues: "ALL_NEW",
  });
  return attributes && memberOf(attributes);
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
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}
