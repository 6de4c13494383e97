import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type BotApiServer, startBotApiServer } from "@kite-chat/bot-api-server";
import type { ServedStack } from "./serve-stack";

/** A run in a separate process, which a test can kill and restart with its data. The fake Telegram keeps running. */
export class KillableRun {
  readonly #dataDirectory = mkdtempSync(join(tmpdir(), "kite-killed-"));
  #child: ChildProcess | undefined;
  #served: ServedStack = { url: "", dynamodbEndpoint: "" };

  readonly botApi: BotApiServer;
  readonly token: string;

  private constructor(botApi: BotApiServer, token: string) {
    this.botApi = botApi;
    this.token = token;
  }

  static async start(): Promise<KillableRun> {
    const token = `4242:${randomUUID()}`;
    const run = new KillableRun(await startBotApiServer({ token }), token);
    await run.startAgain();
    return run;
  }

  get telegram() {
    return this.botApi.telegram;
  }

  get served(): ServedStack {
    return this.#served;
  }

  webSocketUrl(channelName: string): string {
    return `${this.#served.url.replace(/^http/, "ws")}/dev?c=${channelName}`;
  }

  /** The process id of the database engine that runs on the data. */
  get enginePid(): number {
    const record = JSON.parse(readFileSync(join(this.#dataDirectory, "engine.json"), "utf8"));
    return Number(record.enginePid);
  }

  async startAgain(): Promise<void> {
    const options = {
      stackDirectory: process.env.KITE_TEST_STACK,
      port: 0,
      dataDirectory: this.#dataDirectory,
      parameters: { "/kite/dev/telegram-bot-token": this.token },
      environment: { TELEGRAM_API_ROOT: this.botApi.url, FRAME_BURST: "100" },
    };
    const script = join(__dirname, "serve-stack.ts");
    const child = spawn(process.execPath, ["--import", "tsx", script, JSON.stringify(options)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    const lines = createInterface({ input: child.stdout });
    this.#served = await new Promise<ServedStack>((resolve, reject) => {
      lines.once("line", (line) => resolve(JSON.parse(line)));
      child.once("exit", (code) => reject(new Error(`The run ended before it was ready (${code}).`)));
    });
  }

  /** Kills the process with SIGKILL, as the kernel does if memory runs out. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  async close(): Promise<void> {
    await this.kill();
    await this.botApi.close();
    rmSync(this.#dataDirectory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
