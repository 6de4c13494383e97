import { randomUUID } from "node:crypto";
import type { Message } from "@grammyjs/types";
import { type BotApiServer, startBotApiServer, type Telegram } from "@kite-chat/bot-api-server";
import {
  type LocalServer,
  type LogEntry,
  ManualClock,
  ReadLag,
  type ServeOptions,
  serve,
} from "@kite-chat/stack-server";
import { Visitor } from "./client/visitor";
import { eventually } from "./eventually";
import type { FaultProxy } from "./fault-proxy";
import type { ServiceProxy } from "./service-proxy";

/** Age of the data that reads without `ConsistentRead` return. It is as old as the data of DynamoDB in bad cases. */
export const harshLag = { minimumMilliseconds: 20, maximumMilliseconds: 500, seed: 1 };

/** Options of {@link KiteRun.start}. */
export interface KiteRunOptions extends Partial<Omit<ServeOptions, "dynamodbEndpoint">> {
  /** Proxy between the functions and the tables. @default - none */
  readonly database?: ServiceProxy;
  /** Whether reads without `ConsistentRead` return old data. @default true */
  readonly lags?: boolean;
}

/** Serves the stack as it would be deployed, with the embedded database and a Bot API server. */
export class KiteRun {
  readonly server: LocalServer;
  readonly botApi: BotApiServer;
  readonly token: string;
  readonly log: readonly LogEntry[];

  private constructor(server: LocalServer, botApi: BotApiServer, token: string, log: readonly LogEntry[]) {
    this.server = server;
    this.botApi = botApi;
    this.token = token;
    this.log = log;
  }

  /**
   * @param options Overrides of the defaults: any free port, data in memory, and reads that return old data.
   * @param telegramProxy Proxy between the functions and the Bot API.
   * @param token Token of the bot, for a stack that reads it from another parameter.
   */
  static async start(
    { lags = true, database, ...options }: KiteRunOptions = {},
    telegramProxy?: FaultProxy,
    token = `4242:${randomUUID()}`,
  ): Promise<KiteRun> {
    const botApi = await startBotApiServer({ token });
    if (telegramProxy) {
      telegramProxy.target = botApi.url;
    }
    const log: LogEntry[] = [];
    try {
      const server = await serve({
        stackDirectory: process.env.KITE_TEST_STACK ?? "",
        port: 0,
        parameters: { "/kite/dev/telegram-bot-token": token },
        log: (entry) => log.push(entry),
        // While a manual clock does not advance, reads would return old data forever.
        ...(lags && !(options.clock instanceof ManualClock) && { readLag: new ReadLag(harshLag) }),
        ...options,
        environment: {
          TELEGRAM_API_ROOT: telegramProxy?.url ?? botApi.url,
          ...(database && { AWS_ENDPOINT_URL_DYNAMODB: database.url }),
          ...options.environment,
        },
      });
      if (database) {
        database.target = server.dynamodbEndpoint;
      }
      await server.create();
      return new KiteRun(server, botApi, token, log);
    } catch (error) {
      await botApi.close();
      throw error;
    }
  }

  get telegram(): Telegram {
    return this.botApi.telegram;
  }

  get webhookUrl(): string {
    return `${this.server.url}/dev/tg`;
  }

  webSocketUrl(channelName: string): string {
    return `${this.server.url.replace(/^http/, "ws")}/dev?c=${channelName}`;
  }

  /** Creates a channel with its host. */
  async host(): Promise<Host> {
    const channelName = `kite-${randomUUID().slice(0, 8)}`;
    const host = new Host(this, channelName);
    await host.hostChannel();
    return host;
  }

  /** Connects a visitor who joins a channel. */
  async visitor(
    host: Pick<Host, "channelName">,
    memberName: string | null = "Ada",
    memberId: string = randomUUID(),
  ): Promise<JoinedVisitor> {
    const socket = await Visitor.connect(this.webSocketUrl(host.channelName));
    await socket.expect(["JOIN", memberId, memberName, host.channelName], ["OK"]);
    return Object.assign(socket, { memberId });
  }

  /** Connects a visitor who has sent `Hello of <name>`, so that no notice precedes the next text. */
  async knownVisitor(host: Host, memberName = "Ada"): Promise<JoinedVisitor> {
    const visitor = await this.visitor(host, memberName);
    await visitor.ask(["TXT", "hello", `Hello of ${memberName}`, nextTimestamp()]);
    await host.hears(`Hello of ${memberName}`);
    return visitor;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.botApi.close();
  }
}

export type JoinedVisitor = Visitor & { readonly memberId: string };

/** Represents the host of a channel, in a Telegram group. */
export class Host {
  readonly telegram: Telegram;
  readonly channelName: string;
  readonly chatId: number;
  readonly userId: number;

  constructor({ telegram }: Pick<KiteRun, "telegram">, channelName: string) {
    const user = telegram.createUser("Grace");
    this.telegram = telegram;
    this.channelName = channelName;
    this.chatId = telegram.createGroup({ title: "Support", people: [user] }).id;
    this.userId = user.id;
  }

  /** Makes the group the channel's host. @throws Error if the bot does not confirm it in time */
  async hostChannel(): Promise<void> {
    this.say(`/host ${this.channelName}`);
    await this.hears("hosts the channel");
  }

  say(text: string, replyTo?: Pick<Message, "message_id">): Message {
    return this.telegram.say(this.chatId, this.userId, text, { replyTo: replyTo?.message_id });
  }

  /** Sends a text as a PDF. */
  sendFile(fileName: string, text: string, replyTo?: Pick<Message, "message_id">): Message {
    const [mimeType, bytes] = ["application/pdf", Buffer.from(text)];
    const file = { kind: "document", fileName, mimeType, bytes } as const;
    return this.telegram.sendFile(this.chatId, this.userId, file, { replyTo: replyTo?.message_id });
  }

  /** Messages of the bot in the group, oldest first. */
  get heard(): readonly Message[] {
    return this.telegram.messages(this.chatId).filter(({ from }) => from?.is_bot);
  }

  /** Lines that visitors have sent, without headings and notices. */
  get told(): readonly string[] {
    return this.heard
      .map(({ text = "" }) => text)
      .filter((text) => /^#\w+ .*\n/.test(text))
      .flatMap((text) => text.split("\n").slice(1));
  }

  /** Waits for a message of the bot that contains a text. */
  hears(text: string): Promise<Message> {
    return eventually(`the host hears "${text}"`, () => this.heard.find((it) => it.text?.includes(text)));
  }
}

let counter = 0;

/** Returns the current time, but later than any earlier result. */
export function nextTimestamp(): string {
  counter = Math.max(counter + 1, Date.now());
  return new Date(counter).toISOString();
}
