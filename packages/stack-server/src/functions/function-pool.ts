import { randomBytes, randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import type { DatabaseUsage } from "../access-log-entry";
import { functionEnvironment } from "./environment";
import { FunctionWorker, type FunctionWorkerOptions } from "./function-worker";
import { IdleProcessors } from "./idle-processors";
import { exited, type InvocationResult, throttled } from "./invocation-result";
import type { QualifiedFunction } from "./qualified-function";
import type { UsageMeter } from "./usage-meter";

/** What a pool is made of. */
export interface FunctionPoolOptions extends Omit<FunctionWorkerOptions, "logStreamName"> {
  /** Laid over what the function declares. */
  readonly environment: Readonly<Record<string, string>>;
  /** Counts what the threads ask of the database. @default - nobody counts */
  readonly usage?: UsageMeter | undefined;
}

/**
 * The execution environments of one function. Idle ones are used again, the latest first; an invocation that finds
 * none waits a moment, and a further one is started if that was not enough. Without a reservation up to
 * `mostWorkers` run at once and the rest waits; with one, more than it are throttled as Lambda does it.
 */
export class FunctionPool {
  readonly #options: FunctionPoolOptions;
  readonly #idle: FunctionWorker[] = [];
  readonly #all = new Set<FunctionWorker>();
  readonly #waiting: Waiting[] = [];
  /** As the meter knows them. */
  readonly #threads = new WeakMap<FunctionWorker, string>();
  #inFlight = 0;
  #starting = 0;
  /** How many workers compute, on average over the last looks. */
  #computing = 0;
  readonly #idleProcessors = new IdleProcessors();
  #growth: NodeJS.Timeout | undefined;
  #whenEmpty: () => void = () => undefined;
  #closed = false;

  constructor(options: FunctionPoolOptions) {
    this.#options = options;
  }

  /**
   * Starts the first worker, so that the first invocation need not wait for it.
   *
   * @returns a promise that resolves when it is ready, or has failed
   */
  async warm(): Promise<void> {
    if (this.#options.model.reservedConcurrentExecutions !== 0) {
      await this.#start();
    }
  }

  /** Closes when what has begun is over; the caller sees to it that nothing more begins. */
  retire(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenEmpty = () => resolve(this.close());
      if (this.#inFlight === 0) {
        this.#whenEmpty();
      }
    });
  }

  /** Runs one invocation; never rejects. */
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

  /** Ends all workers; what runs or waits fails. */
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

  /** The latest idle worker; one that crashed while idle is dropped. */
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

  /** Starts a worker when there is none, or when the oldest that waits has waited long enough and it would help; looks again later. */
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
   * A further worker helps when those there wait for others, or when a processor is idle. Else it only takes time from
   * them, and runs its own code for the first time: slower than those that are warm.
   */
  #wouldHelp(waitedMilliseconds: number): boolean {
    if (waitedMilliseconds < growthPatienceMilliseconds) {
      return false;
    }
    const computing = [...this.#all].reduce((sum, worker) => sum + worker.takeUtilization(), 0);
    // A moment in which all of them happen to wait says little.
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
      // As on Lambda, the invocation that needed the new environment gets the error of its start.
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
  /** JSON text. */
  readonly event: string;
}

interface Waiting {
  readonly work: Work;
  readonly settle: (result: InvocationResult) => void;
  /** Milliseconds of `performance.now()`. */
  readonly since: number;
}

/** Threads of one function; Lambda has a thousand environments, a developer's machine a few cores. */
const mostWorkers = 16;

/** How long an invocation waits for a busy worker before a further one is started: far below a cold start. */
const growthPatienceMilliseconds = 20;

/** How much the latest look counts. */
const utilizationWeight = 0.2;

/** Idle processors that are worth a further worker: a fifth of one of two. */
const worthwhileIdleShare = 0.1;

/** How long it waits at most: workers that compute without end hold up no other, as on Lambda. */
const longestPatienceMilliseconds = 2_000;

/** Also how many workers start at once. */
const processors = availableParallelism();
