import { randomUUID } from "node:crypto";
import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";

const { TABLE: TableName } = process.env;
const database = new DynamoDBClient({});

/** The part of an API Gateway WebSocket event that this function reads. */
interface MessageEvent {
  readonly body: string;
  readonly requestContext: { readonly routeKey: string };
}

/** Serves the routes `add`, `list` and `$default`. The body of each response goes back to the client. */
export async function handler({ body, requestContext }: MessageEvent) {
  switch (requestContext.routeKey) {
    case "add":
      return add(String(JSON.parse(body).text));
    case "list":
      return list();
    default:
      return respond({ error: 'Send {"action":"add","text":"..."} or {"action":"list"}.' });
  }
}

async function add(text: string) {
  const todo = { id: randomUUID(), text };
  const Item = { id: { S: todo.id }, text: { S: todo.text } };
  await database.send(new PutItemCommand({ TableName, Item }));
  return respond({ added: todo });
}

async function list() {
  const { Items = [] } = await database.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return respond({ todos: Items.map((item) => item.text?.S).sort() });
}

function respond(content: object) {
  return { statusCode: 200, body: JSON.stringify(content) };
}
