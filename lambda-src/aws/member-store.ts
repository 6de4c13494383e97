import { randomUUID } from "node:crypto";
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Member, MemberRef } from "../chat/model";
import { displayName } from "../chat/names";
import type { MemberStore } from "../chat/ports";
import { newTag } from "../chat/tag";
import { days, isLive, secondsFrom } from "./expiry";
import { type FrameLimit, frameCounter } from "./frame-counter";

export interface MemberStoreSettings {
  readonly tableName: string;
  readonly retentionDays: number;
  readonly frameLimit: FrameLimit;
}

/** A row for each visitor of a channel; indexes find a visitor by tag, and all of a channel. */
export function memberStore(
  client: DynamoDBDocumentClient,
  settings: MemberStoreSettings,
  now: () => number,
): MemberStore {
  const { tableName, retentionDays, frameLimit } = settings;
  const keyed = (member: MemberRef) => ({ TableName: tableName, Key: { memberKey: memberKeyOf(member) } });

  return {
    countFrame: frameCounter(client, keyed, frameLimit, now),
    async join(member, memberName, connectionId) {
      const time = now();
      const change = {
        ...keyed(member),
        // A day longer than messages: an answer to a message that is just not expired finds its visitor.
        expiresAt: secondsFrom(time, days(retentionDays + 1)),
        memberName: memberName ?? "",
      };
      return (
        (await addSocket(client, change, connectionId, time)) ??
        (await makeMember(client, change, member, { [connectionId]: time })) ??
        // Two first JOINs at the same moment: the other one has made the member.
        (await addSocket(client, change, connectionId, time)) ??
        fail("A member was neither found nor made.")
      );
    },
    async find(member) {
      const { Item } = await client.send(new GetCommand({ ...keyed(member), ConsistentRead: true }));
      return isLive(Item, now()) && Item.tag !== undefined ? memberOf(Item) : undefined;
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
      await updateIfThere(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE sockets.#socket",
        ConditionExpression: "attribute_exists(sockets.#socket)",
        ExpressionAttributeNames: { "#socket": connectionId },
      });
    },
    async fillMailbox(member) {
      const attributes = await updateIfThere(client, {
        ...keyed(member),
        UpdateExpression: "SET mailbox = :mailbox",
        ConditionExpression: "attribute_exists(memberKey)",
        ExpressionAttributeValues: { ":mailbox": randomUUID() },
        ReturnValues: "ALL_NEW",
      });
      return attributes && memberOf(attributes);
    },
    async emptyMailbox(member, mailbox) {
      await updateIfThere(client, {
        ...keyed(member),
        UpdateExpression: "REMOVE mailbox",
        ConditionExpression: "mailbox = :mailbox",
        ExpressionAttributeValues: { ":mailbox": mailbox },
      });
    },
  };
}

interface MemberChange {
  readonly TableName: string;
  readonly Key: Record<string, string>;
  readonly expiresAt: number;
  readonly memberName: string;
}

/** @returns `undefined` when there is no such member yet */
async function addSocket(
  client: DynamoDBDocumentClient,
  { TableName, Key, expiresAt, memberName }: MemberChange,
  connectionId: string,
  time: number,
): Promise<Member | undefined> {
  const attributes = await updateIfThere(client, {
    TableName,
    Key,
    UpdateExpression: "SET sockets.#socket = :time, expiresAt = :expiresAt, memberName = :memberName",
    ConditionExpression: "attribute_exists(sockets)",
    ExpressionAttributeNames: { "#socket": connectionId },
    ExpressionAttributeValues: { ":time": time, ":expiresAt": expiresAt, ":memberName": memberName },
    ReturnValues: "ALL_NEW",
  });
  return attributes && memberOf(attributes);
}

/** @returns `undefined` when there is such a member already */
async function makeMember(
  client: DynamoDBDocumentClient,
  { TableName, Key, expiresAt, memberName }: MemberChange,
  { channelName, memberId }: MemberRef,
  sockets: Record<string, number>,
): Promise<Member | undefined> {
  const tag = newTag();
  const item = {
    ...Key,
    channelName,
    memberId,
    memberName,
    tag,
    tagKey: tagKeyOf(channelName, tag),
    sockets,
    expiresAt,
  };
  try {
    await client.send(
      new PutCommand({ TableName, Item: item, ConditionExpression: "attribute_not_exists(sockets)" }),
    );
    return memberOf(item);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

function fail(message: string): never {
  throw new Error(message);
}

/** @returns `undefined` when the condition does not hold */
async function updateIfThere(
  client: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof UpdateCommand>[0],
): Promise<Record<string, unknown> | undefined> {
  try {
    return (await client.send(new UpdateCommand(input))).Attributes ?? {};
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

function memberKeyOf(member: MemberRef): string {
  return `${member.channelName}/${member.memberId}`;
}

function tagKeyOf(channelName: string, tag: string): string {
  return `${channelName}#${tag}`;
}

function memberOf(item: Record<string, unknown>): Member {
  const tag = String(item.tag);
  const sockets = Object.entries((item.sockets ?? {}) as Record<string, number>);
  return {
    channelName: String(item.channelName),
    memberId: String(item.memberId),
    memberName: displayName(String(item.memberName ?? ""), tag),
    tag,
    sockets: sockets.sort(([, a], [, b]) => a - b).map(([connectionId]) => connectionId),
    mailbox: item.mailbox === undefined ? undefined : String(item.mailbox),
  };
}
