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
import type { LocalServer } from "../../local/server";

export type Row = Record<string, unknown>;

const credentials = { accessKeyId: "local", secretAccessKey: "local" };

/** The tables and queues behind a run, as an operator sees them by the SDK. */
export class Cloud {
  readonly #database: DynamoDBDocumentClient;
  readonly #queues: SQSClient;
  readonly #deadLettersUrl: string;

  constructor(server: Pick<LocalServer, "plan" | "dynamodbEndpoint">) {
    const access = { region: server.plan.region, credentials };
    const outbox = server.plan.functions.find(({ functionName }) => functionName === "dev-outbox");
    this.#deadLettersUrl = outbox?.environment.DEAD_LETTERS_QUEUE_URL ?? "";
    this.#queues = new SQSClient({ ...access, endpoint: new URL(this.#deadLettersUrl).origin });
    this.#database = DynamoDBDocumentClient.from(
      new DynamoDBClient({ ...access, endpoint: server.dynamodbEndpoint }),
    );
  }

  /** @param table without the stage's name */
  async put(table: string, Item: Row): Promise<void> {
    await this.#database.send(new PutCommand({ TableName: `dev.${table}`, Item }));
  }

  async get(table: string, Key: Row): Promise<Row | undefined> {
    return (await this.#database.send(new GetCommand({ TableName: `dev.${table}`, Key }))).Item;
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

  /** All rows of a table in which an attribute has that value. */
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

  /** Rows that wait for a destination, for example `host/<channel>`. */
  async waiting(waitsFor: string): Promise<readonly Row[]> {
    const { Items = [] } = await this.#database.send(
      new QueryCommand({
        TableName: "dev.Messages",
        IndexName: "waiting",
        KeyConditionExpression: "waitsFor = :waitsFor",
        ExpressionAttributeValues: { ":waitsFor": waitsFor },
      }),
    );
    return Items;
  }

  /** Takes what lies on the dead-letter queue. */
  async deadLetters(): Promise<readonly Row[]> {
    const QueueUrl = this.#deadLettersUrl;
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
