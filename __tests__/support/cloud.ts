import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { LocalServer } from "@kite-chat/stack-server";
import { eventually } from "../../checks/harness/eventually";

export type Row = Record<string, unknown>;

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** The tables and queues of a run, as an operator accesses them with the SDK. */
export class Cloud {
  readonly #database: DynamoDBDocumentClient;
  readonly #queues: SQSClient;
  readonly #undeliverableUrl: string;

  constructor(server: Pick<LocalServer, "stack" | "dynamodbEndpoint">) {
    const access = { region: server.stack.region, credentials };
    const outbox = server.stack.functions.find(({ functionName }) => functionName === "dev-outbox");
    this.#undeliverableUrl = outbox?.environment.UNDELIVERABLE_QUEUE_URL ?? "";
    this.#queues = new SQSClient({ ...access, endpoint: new URL(this.#undeliverableUrl).origin });
    this.#database = DynamoDBDocumentClient.from(
      new DynamoDBClient({ ...access, endpoint: server.dynamodbEndpoint }),
    );
  }

  /** @param table without the stage's name */
  async put(table: string, Item: Row): Promise<void> {
    await this.#database.send(new PutCommand({ TableName: `dev.${table}`, Item }));
  }

  async get(table: string, Key: Row): Promise<Row | undefined> {
    return (
      await this.#database.send(new GetCommand({ TableName: `dev.${table}`, Key, ConsistentRead: true }))
    ).Item;
  }

  /** Sets one attribute of a row. */
  async set(table: string, Key: Row, attribute: string, value: unknown): Promise<void> {
    await this.#database.send(
      new UpdateCommand({
        TableName: `dev.${table}`,
        Key,
        UpdateExpression: "SET #attribute = :value",
        ExpressionAttributeNames: { "#attribute": attribute },
        ExpressionAttributeValues: { ":value": value },
      }),
    );
  }

  /** Returns the rows of a table in which an attribute has the given value. */
  async rows(table: string, attribute: string, value: string): Promise<readonly Row[]> {
    const { Items = [] } = await this.#database.send(
      new ScanCommand({
        TableName: `dev.${table}`,
        FilterExpression: "#attribute = :value",
        ExpressionAttributeNames: { "#attribute": attribute },
        ExpressionAttributeValues: { ":value": value },
        ConsistentRead: true,
      }),
    );
    return Items;
  }

  /** Returns the pending messages of a visitor in order, as a delivery reads them. */
  async pending(
    { channelName, memberId }: { readonly channelName: string; readonly memberId: string },
    direction: "toHost" | "toVisitor",
  ): Promise<readonly Row[]> {
    const { Items = [] } = await this.#database.send(
      new QueryCommand({
        TableName: "dev.Messages",
        IndexName: "pending",
        ConsistentRead: true,
        KeyConditionExpression: "conversation = :conversation AND begins_with(pending, :direction)",
        ExpressionAttributeValues: {
          ":conversation": `${channelName}/${memberId}`,
          ":direction": `${direction}#`,
        },
      }),
    );
    return Items;
  }

  /** Returns the row of a member by the memberId, as a JOIN finds it. */
  async member(channelName: string, memberId: string): Promise<Row | undefined> {
    const tagRow = await this.get("Members", { memberKey: `id#${channelName}/${memberId}` });
    return tagRow && this.get("Members", { memberKey: `${channelName}/${tagRow.tag}` });
  }

  /** Waits until the outbox has handled a member's last JOIN. After that, pushes go directly to the sockets. */
  async joinSettles(
    { channelName }: { readonly channelName: string },
    { memberId }: { readonly memberId: string },
  ): Promise<void> {
    await eventually("the mailbox is empty", async () => {
      const row = await this.member(channelName, memberId);
      return row !== undefined && row.mailbox === undefined;
    });
  }

  /** Sets one attribute of a member's row. */
  async setMember(channelName: string, memberId: string, attribute: string, value: unknown): Promise<void> {
    const row = await this.member(channelName, memberId);
    await this.set("Members", { memberKey: row?.memberKey }, attribute, value);
  }

  /** Waits for undeliverable messages, because their visitor or host is notified first. */
  nextUndeliverable(): Promise<readonly Row[]> {
    return eventually("an undeliverable message", async () => {
      const letters = await this.undeliverable();
      return letters.length > 0 && letters;
    });
  }

  /** Receives and deletes a message from the queue of undeliverable messages. */
  async undeliverable(): Promise<readonly Row[]> {
    const QueueUrl = this.#undeliverableUrl;
    const { Messages = [] } = await this.#queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    for (const { ReceiptHandle } of Messages) {
      await this.#queues.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return Messages.map(({ Body }) => JSON.parse(Body ?? "null") as Row);
  }

  close(): void {
    this.#database.destroy();
    this.#queues.destroy();
  }
}
