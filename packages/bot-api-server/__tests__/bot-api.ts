import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chat, Update, User } from "@grammyjs/types";
import { type BotApiServer, type BotApiServerProps, startBotApiServer } from "../src/bot-api-server";

export const botToken = "7000000001:a-token_for-tests";

/** A Bot API server with a group of two people and the bot. */
export interface TestBotApi extends BotApiServer {
  readonly group: Chat;
  readonly ada: User;
  readonly bob: User;
  /** Calls a method with a JSON body. */
  call(method: string, parameters?: unknown): Promise<ApiAnswer>;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: {
    readonly ok: boolean;
    readonly result?: unknown;
    readonly error_code?: number;
    readonly description?: string;
    readonly parameters?: { readonly retry_after?: number };
  };
}

export async function startTestBotApi(props: Partial<BotApiServerProps> = {}): Promise<TestBotApi> {
  const server = await startBotApiServer({ token: botToken, ...props });
  const ada = server.telegram.createUser("Ada", "ada");
  const bob = server.telegram.createUser("Bob");
  const group = server.telegram.createGroup({ title: "Support", people: [ada, bob] });
  const call = (method: string, parameters: unknown = {}) =>
    readAnswer(
      fetch(`${server.url}/bot${botToken}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(parameters),
      }),
    );
  return { ...server, ada, bob, group, call };
}

export async function readAnswer(response: Promise<Response>): Promise<ApiAnswer> {
  const { status, ...rest } = await response.then(async (r) => ({ status: r.status, body: await r.json() }));
  return { status, body: (rest as Pick<ApiAnswer, "body">).body };
}

/** The body of a call that the server rejects with 400. */
export function rejected(reason: string): ApiAnswer["body"] {
  return { ok: false, error_code: 400, description: `Bad Request: ${reason}` };
}

/** A webhook that responds as configured and records the updates that it receives. */
export interface TestWebhook {
  readonly url: string;
  readonly received: { readonly update: Update; readonly headers: IncomingHttpHeaders }[];
  /**
   * Statuses of the next responses. After them, each status is 200. `hang up` closes the connection without a
   * response.
   */
  readonly nextAnswers: (number | "hang up")[];
  /** Headers of every response. */
  readonly answerHeaders: Record<string, string>;
  /** Body of every response. */
  answerBody: string;
  /** Responses are delayed until this promise settles. */
  gate: Promise<void> | undefined;
  /** Resolves when `count` updates have arrived. */
  waitFor(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startTestWebhook(): Promise<TestWebhook> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      webhook.received.push({
        update: JSON.parse(Buffer.concat(chunks).toString()),
        headers: request.headers,
      });
      const next = webhook.nextAnswers.shift() ?? 200;
      void Promise.resolve(webhook.gate).then(() => {
        if (next === "hang up") {
          request.socket.destroy();
        } else {
          response.writeHead(next, webhook.answerHeaders).end(webhook.answerBody);
        }
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const webhook: TestWebhook = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tg`,
    received: [],
    nextAnswers: [],
    answerHeaders: {},
    answerBody: "",
    gate: undefined,
    waitFor: async (count) => {
      await until(() => webhook.received.length >= count);
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return webhook;
}

/** Waits until the condition is true. @throws Error on timeout */
export async function until(condition: () => boolean, milliseconds = 5_000): Promise<void> {
  const deadline = Date.now() + milliseconds;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`The condition was still false after ${milliseconds} ms.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Sets the webhook and returns the updates that it received, without `my_chat_member`. */
export async function receivedUpdates(api: TestBotApi, webhook: TestWebhook): Promise<readonly Update[]> {
  await api.call("setWebhook", { url: webhook.url });
  await api.telegram.waitUntilDelivered();
  return webhook.received.map(({ update }) => update).filter((update) => update.my_chat_member === undefined);
}
