import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createTables, ReadLag, readStack, serve } from "@kite-chat/stack-server";
import { aWhile } from "../../../checks/harness/eventually";
import { harshLag } from "../../../checks/harness/kite-run";
import { channelStore } from "../../../lambda-src/aws/channel-store";
import { documentClient } from "../../../lambda-src/aws/clients";
import { connectionStore } from "../../../lambda-src/aws/connection-store";
import { memberStore } from "../../../lambda-src/aws/member-store";
import { messageStore } from "../../../lambda-src/aws/message-store";
import { routeStore } from "../../../lambda-src/aws/route-store";
import type { Arrival } from "../../../lambda-src/chat/model";
import type { ChatPorts } from "../../../lambda-src/chat/ports";
import type { Database } from "../ministack";

/** Settings of the deployed stages. */
export const retentionDays = 7;
export const frameLimit = { burst: 20, perSecond: 2 };
export const messagesPerDay = 1000;
export const bytesPerDay = 700_000;

/** The stores on fresh tables of the stack, with a clock that a test can set. */
export class StorageContext {
  /**
   * Milliseconds since the epoch. It is never behind the real time. The database therefore deletes no expired row, and
   * the tests prove that reads check the time.
   */
  time = Date.now();

  readonly client: DynamoDBDocumentClient;
  readonly #database: Database;

  private constructor(client: DynamoDBDocumentClient, database: Database) {
    this.client = client;
    this.#database = database;
  }

  /**
   * Opens a separate database with the stack's tables.
   * @param start starts the database. @default - the embedded engine, whose reads without `ConsistentRead` lag
   */
  static async open(start: () => Promise<Database> = serveTables): Promise<StorageContext> {
    const database = await start();
    const nowhere = "http://127.0.0.1:1";
    const stack = readStack(process.env.KITE_TEST_STACK ?? "", {
      httpEndpoint: nowhere,
      webSocketEndpoint: nowhere,
      servicesEndpoint: nowhere,
    });
    await createTables(database.endpoint, stack.region, stack.tables);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
      AWS_REGION: stack.region,
      AWS_ACCESS_KEY_ID: "local",
      AWS_SECRET_ACCESS_KEY: "local",
    });
    return new StorageContext(documentClient(), database);
  }

  readonly now = () => this.time;

  /** Returns the physical name of a table such as `Members`. */
  readonly tableName = (name: string) => `dev.${name}`;

  /** Returns the arrival of a frame that the gateway receives now. */
  arrival(connectionId: string): Arrival {
    return { connectionId, receivedAt: this.time };
  }

  get channels(): ChatPorts["channels"] {
    return channelStore(this.client, this.tableName("Channels"));
  }

  get members(): ChatPorts["members"] {
    const tableName = this.tableName("Members");
    return memberStore(
      this.client,
      { tableName, retentionDays, limits: { frames: frameLimit, messagesPerDay, bytesPerDay } },
      this.now,
    );
  }

  get connections(): ChatPorts["connections"] {
    return connectionStore(this.client, this.tableName("Connections"), this.now);
  }

  get messages(): ChatPorts["messages"] {
    return messageStore(this.client, this.tableName("Messages"), retentionDays, this.now);
  }

  get routes(): ChatPorts["routes"] {
    return routeStore(this.client, this.tableName("Messages"), retentionDays, this.now);
  }

  pass(amount: { readonly days?: number; readonly hours?: number; readonly milliseconds?: number }): void {
    const { days = 0, hours = 0, milliseconds = 0 } = amount;
    this.time += (days * 24 + hours) * 3_600_000 + milliseconds;
  }

  /** Waits until reads without `ConsistentRead` return every write. */
  caughtUp(): Promise<void> {
    return aWhile(harshLag.maximumMilliseconds + 20);
  }

  /** Sends the next request twice, as the SDK does if the first answer is lost. */
  repeatNextRequest(): void {
    const { middlewareStack } = this.client;
    const name = "repeatRequest";
    middlewareStack.add(
      (next) => async (request) => {
        middlewareStack.remove(name);
        await next(request);
        return next(request);
      },
      { step: "build", name },
    );
  }

  /** Counts the requests of a kind, such as `QueryCommand`, from now on. @returns a function that returns the count */
  countRequests(commandName: string): () => number {
    let count = 0;
    this.client.middlewareStack.add(
      (next, it) => (request) => {
        count += it.commandName === commandName ? 1 : 0;
        return next(request);
      },
      { step: "build" },
    );
    return () => count;
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.#database.close();
  }
}

/** Serves only the tables of the stack. No function runs. */
async function serveTables(): Promise<Database> {
  const server = await serve({
    stackDirectory: process.env.KITE_TEST_STACK ?? "",
    port: 0,
    readLag: new ReadLag(harshLag),
  });
  return { endpoint: server.dynamodbEndpoint, close: () => server.close() };
}
