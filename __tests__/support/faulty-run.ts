import { readStack, ShiftableClock, systemClock } from "@kite-chat/stack-server";
import { aWhile, eventually } from "../../checks/harness/eventually";
import { type Behaviour, FaultProxy, type PassingRequest } from "../../checks/harness/fault-proxy";
import { KiteRun } from "../../checks/harness/kite-run";
import { Cloud } from "./cloud";

/** A service that the functions call. */
export type Service = "table" | "queue" | "sockets" | "telegram";

/** A call that a function makes. A test chooses the behavior of the service. */
export interface ServiceCall extends PassingRequest {
  readonly service: Service;
  /** Action of an AWS service such as `PutItem`, method of the Bot API, or `POST` of a socket. */
  readonly action: string;
}

/** If a function ends without an answer, the queue delivers its message again within this time, in milliseconds. */
const visibilityMilliseconds = 61_000;

/** Maximum speed of the clock, relative to real time, while it is advanced in steps. */
const speed = 25;

/** A time that is longer than the outbox may run, in milliseconds. */
const invocationMilliseconds = 46_000;

/**
 * A run whose functions reach every service except the buckets through a proxy. Its queues use a clock that can be
 * advanced.
 */
export class FaultyRun {
  readonly cloud: Cloud;

  readonly run: KiteRun;
  readonly clock: ShiftableClock;
  readonly proxies: Readonly<Record<Service, FaultProxy>>;

  private constructor(run: KiteRun, clock: ShiftableClock, proxies: Readonly<Record<Service, FaultProxy>>) {
    this.run = run;
    this.clock = clock;
    this.proxies = proxies;
    this.cloud = new Cloud(run.server);
  }

  /**
   * @param clock the clock of the queues. If it does not run, reads are up to date, because otherwise they would stay
   *   stale
   */
  static async start(clock = new ShiftableClock()): Promise<FaultyRun> {
    const [table, queue, sockets, telegram] = await Promise.all([
      FaultProxy.start(),
      FaultProxy.start(),
      FaultProxy.start(),
      FaultProxy.start(),
    ]);
    const run = await KiteRun.start(
      {
        database: table,
        clock,
        wallClock: systemClock,
        environment: {
          OUTBOX_QUEUE_URL: declaredQueueUrl().replace(nowhere, queue.url),
          AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: `${sockets.url}/dev`,
        },
      },
      telegram,
    );
    const { functions } = run.server.stack;
    const outbox = functions.find((it) => it.functionName === "dev-outbox");
    queue.target = new URL(outbox?.environment.OUTBOX_QUEUE_URL ?? "").origin;
    sockets.target = run.server.url;
    return new FaultyRun(run, clock, { table, queue, sockets, telegram });
  }

  /** Sets the behavior for every call of every function. */
  behave(decide: (call: ServiceCall) => Behaviour): void {
    for (const [service, proxy] of Object.entries(this.proxies) as [Service, FaultProxy][]) {
      proxy.behave = (request) => decide({ ...request, service, action: actionOf(service, request) });
    }
  }

  /** Removes all faults. */
  heal(): void {
    for (const proxy of Object.values(this.proxies)) {
      proxy.heal();
    }
  }

  /**
   * Cuts all calls after a given call, as if the function was killed right after that call.
   * @param isLast recognizes the last call that succeeds
   * @param before chooses the behavior of that call and of earlier calls
   * @returns a function that returns whether the call has been made
   */
  killAfter(
    isLast: (call: ServiceCall) => boolean,
    before: (call: ServiceCall) => Behaviour = () => "pass",
  ): () => boolean {
    let killed = false;
    this.behave((call) => {
      if (killed) {
        return "cut";
      }
      killed = isLast(call);
      return before(call);
    });
    return () => killed;
  }

  /** Waits until the invocation of the outbox that was running when the function was killed has ended. */
  async outboxEnds(killed: () => boolean): Promise<void> {
    await eventually("the function is killed", killed);
    const before = this.#batches;
    // A function whose calls are cut retries them for a while, unlike a killed function.
    for (const end = Date.now() + invocationMilliseconds; this.#batches <= before; await aWhile(20)) {
      if (Date.now() > end) {
        throw new Error("The killed invocation has not ended.");
      }
    }
  }

  /**
   * Advances the clock in steps until a function returns a value, for at most twenty seconds. Between two steps,
   * functions have time to run. All steps together take less than the ten minutes after which the gateway closes an
   * idle socket, even on a slow machine.
   */
  advanceUntil<T>(
    what: string,
    look: () => T | undefined | false | Promise<T | undefined | false>,
    stepMilliseconds = 5_000,
  ): Promise<T> {
    return eventually(what, async () => {
      const found = await look();
      if (found !== undefined && found !== false) {
        return found;
      }
      await this.clock.advance(stepMilliseconds);
      await aWhile(stepMilliseconds / speed);
      return false;
    });
  }

  /** Advances the clock until the notifications that a killed function had received become visible again. */
  showAgain(): Promise<void> {
    return this.clock.advance(visibilityMilliseconds);
  }

  get #batches(): number {
    return this.run.log.filter(({ access }) => access?.kind === "batch").length;
  }

  async close(): Promise<void> {
    this.cloud.close();
    await this.run.close();
    for (const proxy of Object.values(this.proxies)) {
      await proxy.close();
    }
  }
}

const nowhere = "http://localhost:1";

function declaredQueueUrl(): string {
  const { functions } = readStack(process.env.KITE_TEST_STACK ?? "", {
    httpEndpoint: nowhere,
    webSocketEndpoint: nowhere,
    servicesEndpoint: nowhere,
  });
  const outbox = functions.find((it) => it.functionName === "dev-outbox");
  return outbox?.environment.OUTBOX_QUEUE_URL ?? "";
}

function actionOf(service: Service, { path, headers }: PassingRequest): string {
  const last = (text: unknown, separator: string) =>
    String(text ?? "")
      .split(separator)
      .at(-1) ?? "";
  if (service === "telegram") {
    return last(path, "/");
  }
  return service === "sockets" ? "POST" : last(headers["x-amz-target"], ".");
}
