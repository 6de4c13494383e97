import {
  BatchGetCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { messages } from "./sample-tables";

export const TableName = messages.tableName;
export const Key = { conversation: "c", messageKey: "m" };
export const item = (text: string) => ({ ...Key, order: "1", waitsFor: "host", text });

/** Writes and reads of one message. Every read returns a list of the message's text, or an empty list. */
export function messageOf(client: () => DynamoDBDocumentClient) {
  const put = (text: string) => client().send(new PutCommand({ TableName, Item: item(text) }));
  const settle = () =>
    client().send(new UpdateCommand({ TableName, Key, UpdateExpression: "REMOVE waitsFor" }));
  const remove = () => client().send(new DeleteCommand({ TableName, Key }));
  const get = async (ConsistentRead?: boolean) =>
    texts([(await client().send(new GetCommand({ TableName, Key, ConsistentRead }))).Item ?? {}]);
  const batchGet = async (ConsistentRead?: boolean) => {
    const RequestItems = { [TableName]: { Keys: [Key], ConsistentRead } };
    return texts((await client().send(new BatchGetCommand({ RequestItems }))).Responses?.[TableName]);
  };
  const query = async (ConsistentRead?: boolean, IndexName?: string) => {
    const [hash, value] = IndexName === "waiting" ? ["waitsFor", "host"] : ["conversation", "c"];
    const { Items } = await client().send(
      new QueryCommand({
        TableName,
        IndexName,
        ConsistentRead,
        KeyConditionExpression: "#hash = :value",
        ExpressionAttributeNames: { "#hash": String(hash) },
        ExpressionAttributeValues: { ":value": value },
      }),
    );
    return texts(Items);
  };
  const scan = async (ConsistentRead?: boolean, IndexName?: string) =>
    texts((await client().send(new ScanCommand({ TableName, IndexName, ConsistentRead }))).Items);
  return { put, settle, remove, get, batchGet, query, scan };
}

/** Returns the message's text in the result of a read. An index of keys contains the message without its text. */
export function texts(items: readonly Record<string, unknown>[] = []): readonly unknown[] {
  return items.filter(({ messageKey }) => messageKey === "m").map(({ text = "without text" }) => text);
}
