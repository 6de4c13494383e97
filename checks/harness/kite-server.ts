import { appendFileSync, closeSync, openSync, writeSync } from "node:fs";
import {
  type FaultDecision,
  Faults,
  type FaultWish,
  type LagRange,
  noLag,
  printLog,
  ReadLag,
  type ServeOptions,
  serve,
  systemClock,
} from "@kite-chat/stack-server";
import { callKey, tokensIn } from "./message-tokens";

/** Options of the program `kite-server`, which it gets as JSON in its first argument. */
export interface KiteServerOptions extends Omit<ServeOptions, "log" | "faults" | "clock" | "readLag"> {
  /** Seed that determines which calls have faults. */
  readonly seed: string;
  /** Faults by name. They start when the parent sends `{"faults": true}`. */
  readonly faults: Readonly<Record<string, FaultWish>>;
  /** Maximum age of a read without `ConsistentRead` while faults are on. @default - no lag */
  readonly lag?: LagRange;
  /** File to which each decision is appended as a line of JSON. The lines survive a kill of the process. */
  readonly journal: string;
  /** File to which log entries are appended. */
  readonly log: string;
}

/** Message to the parent when the server is ready. */
export interface KiteServerReady {
  readonly url: string;
  readonly dynamodbEndpoint: string;
}

/** Message from the parent. */
export interface KiteServerOrder {
  /** Whether faults are on. */
  readonly faults: boolean;
}

/** A decision of the server about one call, as the journal stores it. */
export interface ServerCall {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly place: string;
  readonly key: string;
  readonly occurrence: number;
  /** Message tokens in the call. */
  readonly tokens: readonly string[];
  /** Names of the possible faults. */
  readonly considered: readonly string[];
  /** Name of the fault that occurred. */
  readonly fault?: string | undefined;
  /** Invocation, service and action of a function's call. */
  readonly requestId?: string | undefined;
  readonly service?: string | undefined;
  readonly action?: string | undefined;
  /** ID of the gateway's request, if a frame invoked the function of the call. */
  readonly gatewayRequestId?: string | undefined;
}

/** Serves a stack in a separate process, so that a program can kill it. */
async function main(parameters: KiteServerOptions): Promise<void> {
  const { seed, faults: named, lag, journal, log, ...options } = parameters;
  const file = openSync(journal, "a");
  const names = new Map(Object.entries(named).map(([name, wish]) => [wish, name]));
  const faults = new Faults(systemClock, {
    seed,
    keyOf: callKey,
    onDecision: (decision) => {
      if (decision.considered.length > 0 || decision.place === "function") {
        writeSync(file, `${JSON.stringify(describe(decision, names))}\n`);
      }
    },
  });
  const readLag = lag && new ReadLag(noLag);
  const server = await serve({
    ...options,
    ...(readLag && { readLag }),
    faults,
    log: printLog((line) => appendFileSync(log, `${new Date().toISOString()} ${line}`), "warn"),
  });
  await server.create();
  process.on("message", (order: KiteServerOrder) => {
    faults.clear();
    readLag?.set((order.faults ? lag : undefined) ?? noLag);
    if (order.faults) {
      for (const wish of names.keys()) {
        faults.add(wish);
      }
    }
  });
  const { url, dynamodbEndpoint } = server;
  process.send?.({ url, dynamodbEndpoint } satisfies KiteServerReady);
  process.once("disconnect", () => {
    void server.close().then(() => {
      closeSync(file);
      process.exit(0);
    });
  });
}

function describe(decision: FaultDecision, names: ReadonlyMap<FaultWish, string>): ServerCall {
  const { place, key, occurrence, content = "", considered, struck, context = {} } = decision;
  const text = (name: string) => (context[name] === undefined ? undefined : String(context[name]));
  return {
    at: Date.now(),
    place,
    key,
    occurrence,
    tokens: tokensIn(content),
    considered: considered.map((wish) => names.get(wish) ?? ""),
    fault: struck && names.get(struck),
    requestId: text("requestId"),
    service: text("service"),
    action: text("action"),
    gatewayRequestId: context.event === undefined ? undefined : gatewayRequestOf(String(context.event)),
  };
}

function gatewayRequestOf(event: string): string | undefined {
  return /"requestId":"([^"]+)"/.exec(event)?.[1];
}

main(JSON.parse(process.argv[2] ?? "")).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
