import { join } from "node:path";
import type { EventLoopUtilization } from "node:perf_hooks";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { Worker } from "node:worker_threads";
import type { Clock, Timer } from "../clock";
import type { Log, LogLevel } from "../log";
import type { FunctionModel } from "../stack/model";
import { logGroupName } from "./environment";
import { framesOf, readFunctionLine } from "./function-line";
import type { InvocationFailure, InvocationResult } from "./invocation-result";
import * as results from "./invocation-result";
import type {
  InvokeMessage,
  ProceedMessage,
  ReportedCall,
  ReportedError,
  WorkerMessage,
  WorkerSettings,
} from "./worker-messages";

/** Options of {@link FunctionWorker}. */
export interface FunctionWorkerOptions {
  readonly model: FunctionModel;
  /** Folder of the unpacked package. */
  readonly taskRoot: string;
  readonly logStreamName: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Called for each {@link FunctionCall}. @default - calls are not reported */
  readonly onCall?: OnFunctionCall | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** A function's call to a service, if the call changed something. */
export interface FunctionCall extends Omit<ReportedCall, "id"> {
  readonly functionName: string;
  /** Request id of the invocation. */
  readonly requestId: string;
  /** Event of the invocation, as JSON text. */
  readonly event: string;
}

/**
 * Decides about a call that a service has handled, before the function receives the response.
 *
 * @returns true to kill the function now, as a crash would
 */
export type OnFunctionCall = (call: FunctionCall) => boolean | Promise<boolean>;

/**
 * An execution environment of a function: a thread that handles one invocation at a time, as in Lambda. After a
 * timeout or a crash, `ended` is true and the worker cannot be used again.
 */
export class FunctionWorker {
  /** Resolves when the module is loaded, with `undefined` or the reason of the failure. Never rejects. */
  readonly initialized: Promise<InvocationFailure | undefined>;
  readonly #options: FunctionWorkerOptions;
  readonly #thread: Worker;
  #settleInit: (failure: InvocationFailure | undefined) => void = () => undefined;
  #current:
    | {
        readonly requestId: string;
        readonly event: string;
        readonly settle: (result: InvocationResult) => void;
        readonly timer: Timer;
      }
    | undefined;
  #utilization: EventLoopUtilization | undefined;
  #ended = false;
  #stopped = false;

  constructor(options: FunctionWorkerOptions) {
    this.#options = options;
    this.initialized = new Promise((resolve) => {
      this.#settleInit = resolve;
    });
    const { model, taskRoot, logStreamName, onCall } = options;
    const settings: WorkerSettings = {
      taskRoot,
      handler: model.handler,
      runtime: model.runtime,
      functionName: model.functionName,
      memoryLimitInMB: String(model.memorySizeMb),
      logGroupName: logGroupName(model),
      logStreamName,
      reportsCalls: onCall !== undefined,
    };
    this.#thread = new Worker(workerFile, {
      workerData: settings,
      env: options.environment,
      // The thread does not need this process's loaders.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: model.memorySizeMb },
    });
    this.#printLines(this.#thread.stdout, "info");
    this.#printLines(this.#thread.stderr, "error");
    this.#thread.on("message", (message: WorkerMessage) => this.#hear(message));
    this.#thread.on("error", (error: NodeJS.ErrnoException) => this.#fail(error));
    this.#thread.on("exit", (code) => this.#exit(code));
    this.#limitInit();
  }

  /** True when the thread has ended. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Returns the share of time, from 0 to 1, in which the thread computed since the last call or its start. */
  takeUtilization(): number {
    const { eventLoopUtilization } = this.#thread.performance;
    const before = this.#utilization;
    this.#utilization = eventLoopUtilization();
    return eventLoopUtilization(this.#utilization, before).utilization;
  }

  /** Runs an invocation. Never rejects. The caller must wait for the previous one to finish. */
  run(message: InvokeMessage): Promise<InvocationResult> {
    return new Promise((settle) => {
      const timer = this.#options.clock.setTimeout(() => this.#timeOut(message), message.timeoutMilliseconds);
      const { requestId, event } = message;
      this.#current = { requestId, event, settle, timer };
      this.#thread.postMessage(message);
    });
  }

  /** Ends the thread immediately. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ended = true;
    await this.#thread.terminate();
  }

  #hear(message: WorkerMessage): void {
    switch (message.type) {
      case "ready":
        this.#settleInit(undefined);
        break;
      case "answer":
        this.#settle(results.answered(message.payload));
        break;
      case "failure":
        this.#logReport(message.error);
        this.#settle(results.unhandled(message.error));
        break;
      case "initError":
        this.#logReport(message.error);
        this.#end(() => results.unhandled(message.error));
        break;
      case "uncaught":
        this.#logReport(message.error);
        this.#end(() => results.uncaught(message.error));
        break;
      case "called":
        void this.#askAbout(message.call);
        break;
      case "unfinished":
        this.#logUnfinished(message.requestId, message.requests);
        break;
    }
  }

  /** Handles an error of the thread itself: out of memory, or an error before the bootstrap could listen. */
  #fail(error: NodeJS.ErrnoException): void {
    this.#logError(error.message, error.code ?? error.name);
    const lacksMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
    this.#end((requestId) => (lacksMemory ? results.outOfMemory(requestId) : results.exited(requestId, 1)));
  }

  /** Handles the end of the thread. The cause is its own `process.exit`, unless another cause was recorded. */
  #exit(code: number): void {
    if (this.#current !== undefined && !this.#stopped) {
      const { errorMessage, errorType } = results.exited(this.#current.requestId, code);
      this.#logError(errorMessage, errorType);
    }
    this.#end((requestId) => results.exited(requestId, code));
  }

  async #askAbout({ id, ...call }: ReportedCall): Promise<void> {
    const { onCall, model } = this.#options;
    const { requestId = "", event = "" } = this.#current ?? {};
    const kills = await onCall?.({ ...call, functionName: model.functionName, requestId, event });
    if (kills === true) {
      this.#end((current) => results.killed(current));
      void this.stop();
    } else {
      this.#thread.postMessage({ proceed: id } satisfies ProceedMessage);
    }
  }

  #timeOut({ requestId }: InvokeMessage): void {
    const { model, clock } = this.#options;
    const { timeoutSeconds } = model;
    const time = new Date(clock.now()).toISOString();
    this.#logError(
      `${time} ${requestId} Task timed out after ${timeoutSeconds.toFixed(2)} seconds`,
      "Sandbox.Timedout",
    );
    this.#end(() => results.timedOut(requestId, timeoutSeconds));
    void this.stop();
  }

  /**
   * Documented: Lambda allows ten seconds for a module's init. It retries the init once, within the function's timeout.
   */
  #limitInit(): void {
    const { clock, model } = this.#options;
    const seconds = initSeconds + model.timeoutSeconds;
    const timer = clock.setTimeout(() => {
      this.#end(() => results.timedOut("init", seconds));
      void this.stop();
    }, seconds * 1000);
    void this.initialized.then(() => timer.cancel());
  }

  #end(failure: (requestId: string) => InvocationFailure): void {
    this.#ended = true;
    this.#settleInit(failure("init"));
    if (this.#current !== undefined) {
      this.#settle(failure(this.#current.requestId));
    }
  }

  #settle(result: InvocationResult): void {
    const current = this.#current;
    this.#current = undefined;
    current?.timer.cancel();
    current?.settle(result);
  }

  #printLines(stream: Readable, level: LogLevel): void {
    const source = this.#options.model.functionName;
    createInterface({ input: stream }).on("line", (line) =>
      this.#options.log({ source, ...readFunctionLine(line, level) }),
    );
  }

  #logReport({ errorType, errorMessage, trace }: ReportedError): void {
    const [message = "", ...rest] = errorMessage.split("\n");
    this.#logError(message, errorType, [...rest, ...framesOf(trace)]);
  }

  #logUnfinished(requestId: string, requests: readonly string[]): void {
    this.#options.log({
      level: "warn",
      source: this.#options.model.functionName,
      message: `The handler returned before its requests had finished (${requests.join(", ")}). Lambda would freeze them. Await them in the handler.`,
      fields: { requestId },
    });
  }

  #logError(message: string, errorType: string, lines: readonly string[] = []): void {
    this.#options.log({
      level: "error",
      source: this.#options.model.functionName,
      message,
      fields: { errorType },
      ...(lines.length > 0 && { lines }),
    });
  }
}

const workerFile = join(__dirname, "worker.mjs");

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const initSeconds = 10;
