import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { freePort } from "@kite-chat/stack-server";
import type { KiteServerOptions, KiteServerOrder, KiteServerReady } from "./kite-server";

/** Runs Kite in a separate process, which can be killed and started again with its data on the same port. */
export class KiteProcess {
  readonly #options: KiteServerOptions;
  #child: ChildProcess | undefined;
  #ready: KiteServerReady | undefined;
  #starts = 0;
  #withFaults = false;

  private constructor(options: KiteServerOptions) {
    this.#options = options;
  }

  /** @param options Options of the server. With port 0, a free port is chosen once. */
  static async start(options: KiteServerOptions): Promise<KiteProcess> {
    const port = options.port === 0 ? await freePort() : options.port;
    const kite = new KiteProcess({ ...options, port });
    await kite.startAgain();
    return kite;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#options.port}`;
  }

  get dynamodbEndpoint(): string {
    return this.#ready?.dynamodbEndpoint ?? "";
  }

  webSocketUrl(stage: string, channelName: string): string {
    return `${this.url.replace(/^http/, "ws")}/${stage}?c=${channelName}`;
  }

  /** Switches the faults on or off, also for later starts. */
  setFaults(on: boolean): void {
    this.#withFaults = on;
    this.#child?.send({ faults: on } satisfies KiteServerOrder);
  }

  /** Starts the server. @throws Error if it cannot start */
  async startAgain(): Promise<void> {
    // A new process restarts the counts of calls, so the same seed would inject the same faults again.
    const seed = this.#starts === 0 ? this.#options.seed : `${this.#options.seed}/${this.#starts}`;
    this.#starts += 1;
    const child = fork(
      join(__dirname, "kite-server.ts"),
      [JSON.stringify({ ...this.#options, seed } satisfies KiteServerOptions)],
      { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] },
    );
    this.#child = child;
    this.#ready = await new Promise<KiteServerReady>((resolve, reject) => {
      child.once("message", (ready: KiteServerReady) => resolve(ready));
      child.once("exit", (code, signal) =>
        reject(new Error(`The server ended before it was ready (${code ?? signal}).`)),
      );
    });
    this.setFaults(this.#withFaults);
  }

  /** Kills the server, like a power failure. */
  async kill(): Promise<void> {
    await this.#end((child) => child.kill("SIGKILL"));
  }

  async close(): Promise<void> {
    await this.#end((child) => {
      child.disconnect();
      setTimeout(() => child.kill("SIGKILL"), closePatienceMilliseconds).unref();
    });
  }

  async #end(how: (child: ChildProcess) => void): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once("exit", resolve));
    how(child);
    await ended;
  }
}

const closePatienceMilliseconds = 10_000;
