import { randomBytes, randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { DatabaseUsage } from "../access-log-entry";
import { functionEnvironment } from "./environment";
import { FunctionWorker, type FunctionWorkerOptions } from "./function-worker";
import { IdleProcessors } from "./idle-processors";
import { exited, type InvocationResult, throttled } from "./invocation-result";
import type { QualifiedFunction } from "./qualified-function";
import type { UsageMeter } from "./usage-meter";

/** Options of {@link FunctionPool}. */
export interface FunctionPoolOptions extends Omit<FunctionWorkerOptions, "logStreamName"> {
  /** Environment variables that override the declared ones. */
  readonly environment: Readonly<Record<string, string>>;
  /** Counts the database calls of the threads. @default - the calls are not counted */
  readonly usage?: UsageMeter | undefined;
}

/**
 * The execution environments of a function. An invocation uses the idle environment that was used last. If no
 * environment is idle, the invocation waits a moment before the pool starts another one. Without reserved concurrency,
 * at most `mostWorkers` environments run, and further invocations wait. With reserved concurrency, invocations above it
 * are throttled, as in Lambda.
 */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #idle: FunctionWorker[] = [];
  readonly #all = new Set<FunctionWorker>();
  readonly #waiting: Waiting[] = [];
  /** Name of each thread in the meter. */
  readonly #threads = new WeakMap<FunctionWorker, string>();
  #inFlight = 0;
  #starting = 0;
  /** Number of computing workers, as a moving average. */
  #computing = 0;
  readonly #idleProcessors = new IdleProcessors();
  #growth: NodeJS.Timeout | undefined;
  #whenEmpty: () => void = () => undefined;
  #closed = false;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts the first worker, so that the first invocation does not wait for it.
   *
   * @returns a promise that resolves when the worker is ready or has failed
   */
  async warm(): Promise<void> {
    if (this.#options.model.reservedConcurrentExecutions !== 0) {
      await this.#start();
    }
  }

  /** Closes the pool when its invocations have finished. The caller must not start further invocations. */
  retire(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenEmpty = () => resolve(this.close());
      if (this.#inFlight === 0) {
        this.#whenEmpty();
      }
    });
  }

  /** Runs an invocation. Never rejects. */
  async invoke(qualified: QualifiedFunction, event: string): Promise<InvocationResult> {
    const { functionName, reservedConcurrentExecutions: reservation } = this.#options.model;
    if (this.#closed) {
      return exited("none", 0);
    }
    if (reservation !== undefined && this.#inFlight >= reservation) {
      return throttled(functionName, reservation);
    }
    this.#inFlight += 1;
    try {
      return await this.#place({ qualified, event });
    } finally {
      this.#inFlight -= 1;
      if (this.#inFlight === 0) {
        this.#whenEmpty();
      }
    }
  }

  /** Stops all workers. Running and waiting invocations fail. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#growth);
    for (const { settle } of this.#waiting.splice(0)) {
      settle(exited("none", 0));
    }
    await Promise.all([...this.#all].map((worker) => worker.stop()));
  }

  #place(work: Work): Promise<InvocationResult> {
    const worker = this.#takeIdle();
    if (worker !== undefined) {
      return this.#run(worker, work);
    }
    return new Promise((settle) => {
      this.#waiting.push({ work, settle, since: performance.now() });
      this.#grow();
    });
  }

  /** Removes and returns the idle worker that was used last. Discards workers that crashed while idle. */
  #takeIdle(): FunctionWorker | undefined {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (!worker.ended) {
        return worker;
      }
      this.#all.delete(worker);
    }
    return undefined;
  }

  async #run(worker: FunctionWorker, { qualified, event }: Work): Promise<InvocationResult> {
    const result = await worker.run({
      requestId: randomUUID(),
      event,
      functionVersion: qualified.functionVersion,
      invokedFunctionArn: qualified.invokedFunctionArn,
      timeoutMilliseconds: this.#options.model.timeoutSeconds * 1000,
    });
    const usage = this.#takeUsage(worker);
    this.#release(worker);
    return { ...result, usage };
  }

  #takeUsage(worker: FunctionWorker): DatabaseUsage | undefined {
    const thread = this.#threads.get(worker) ?? "";
    const usage = this.#options.usage?.take(thread);
    if (worker.ended) {
      this.#options.usage?.forget(thread);
    }
    return usage;
  }

  #release(worker: FunctionWorker): void {
    if (worker.ended) {
      this.#all.delete(worker);
      this.#grow();
      return;
    }
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#idle.push(worker);
    } else {
      void this.#run(worker, next.work).then(next.settle);
    }
  }

  /**
   * Starts a worker if there is none, or if the oldest invocation has waited long enough and a worker would help.
   * Otherwise checks again later.
   */
  #grow(): void {
    const oldest = this.#waiting[0];
    if (oldest === undefined || this.#closed || this.#all.size >= this.#capacity) {
      return;
    }
    const wait = performance.now() - oldest.since;
    if (this.#all.size === 0 || (this.#starting < processors && this.#wouldHelp(wait))) {
      void this.#start();
    }
    this.#growth ??= setTimeout(() => {
      this.#growth = undefined;
      this.#grow();
    }, growthPatienceMilliseconds);
  }

  /**
   * Returns whether a further worker would help: when the existing workers wait for I/O, when a processor is idle, or
   * after the longest wait. Otherwise, the worker would only take processor time from the existing ones, and run cold
   * code, which is slower than warm code.
   */
  #wouldHelp(waitedMilliseconds: number): boolean {
    if (waitedMilliseconds < growthPatienceMilliseconds) {
      return false;
    }
    const computing = [...this.#all].reduce((sum, worker) => sum + worker.takeUtilization(), 0);
    // Use an average, because all workers may wait by chance at a single moment.
    this.#computing += utilizationWeight * (computing - this.#computing);
    return (
      this.#computing < processors / 2 ||
      this.#idleProcessors.share() > worthwhileIdleShare ||
      waitedMilliseconds >= longestPatienceMilliseconds
    );
  }

  #start(): Promise<void> {
    const worker = this.#createWorker();
    this.#all.add(worker);
    this.#starting += 1;
    return worker.initialized.then((failure) => {
      this.#starting -= 1;
      if (failure === undefined) {
        this.#release(worker);
        return;
      }
      // As in Lambda, the invocation that needed the new environment receives its init error.
      this.#all.delete(worker);
      this.#waiting.shift()?.settle(failure);
      this.#grow();
    });
  }

  #createWorker(): FunctionWorker {
    const { usage, ...options } = this.#options;
    const { model, taskRoot, clock } = options;
    const meter = usage?.register();
    const date = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStreamName = `${date}/[${model.version}]${randomBytes(16).toString("hex")}`;
    const own = functionEnvironment(model, options.environment, { taskRoot, logStreamName });
    const environment = { ...meter?.environment, ...own };
    const worker = new FunctionWorker({ ...options, logStreamName, environment });
    if (meter !== undefined) {
      this.#threads.set(worker, meter.thread);
    }
    return worker;
  }

  get #capacity(): number {
    return Math.min(mostWorkers, this.#options.model.reservedConcurrentExecutions ?? mostWorkers);
  }
}

interface Work {
  readonly qualified: QualifiedFunction;
  /** The event as JSON text. */
  readonly event: string;
}

interface Waiting {
  readonly work: Work;
  readonly settle: (result: InvocationResult) => void;
  /** Start of the wait, in milliseconds of `performance.now()`. */
  readonly since: number;
}

/**
 * Maximum number of threads of a function. Lambda allows a thousand environments, but a developer's machine has few
 * processors.
 */
const mostWorkers = 16;

/** Time that an invocation waits for a busy worker before another worker starts. Far shorter than a cold start. */
const growthPatienceMilliseconds = 20;

/** Weight of the latest sample in the moving average. */
const utilizationWeight = 0.2;

/** Idle share of the processors above which another worker helps: a fifth of one processor on a machine with two. */
const worthwhileIdleShare = 0.1;

/** Longest wait for a busy worker. As in Lambda, workers that compute forever must not block other invocations. */
const longestPatienceMilliseconds = 2_000;

/** Maximum number of workers that start at the same time. */
const processors = availableParallelism();
