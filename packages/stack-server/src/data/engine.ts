import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { freePort } from "../http";
import { findEngineBinary } from "./engine-binary";
import { EngineError } from "./engine-error";
import { type KeptProcess, startKeptProcess } from "./kept-process";
import { forgetEngine, recordEngine, removeLeftoverEngine } from "./leftover-engine";

/** Options of {@link startEngine}. */
export interface EngineOptions {
  /** Folder that stores the data in an SQLite file. It is created if necessary. @default - in memory */
  readonly dataDirectory?: string | undefined;
}

/** A running DynamoDB engine. */
export interface Engine {
  /** URL of the engine: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  /** Stops the engine after it has written all data to disk. */
  close(): Promise<void>;
}

/** Another program may take the free port before the engine does. */
const attempts = 5;

/** The engine starts in 20 ms on an idle machine. The limit allows for heavy load. */
const startMilliseconds = 20_000;

/**
 * Starts the embedded DynamoDB engine on a free port of 127.0.0.1. The engine stops when this process ends, even if
 * this process is killed.
 *
 * @throws EngineError when there is no engine for this machine, when it does not start, or when another process uses
 * the data
 */
export async function startEngine({ dataDirectory }: EngineOptions = {}): Promise<Engine> {
  const binary = findEngineBinary();
  if (dataDirectory === undefined) {
    return startOnFreePort(binary, []);
  }
  const directory = resolve(dataDirectory);
  const databaseFile = join(directory, "dynamodb.sqlite");
  mkdirSync(directory, { recursive: true });
  await removeLeftoverEngine(directory, databaseFile);
  const engine = await startOnFreePort(binary, ["--db-path", databaseFile], directory);
  return {
    endpoint: engine.endpoint,
    close: async () => {
      await engine.close();
      forgetEngine(directory);
    },
  };
}

async function startOnFreePort(binary: string, args: readonly string[], recordIn?: string): Promise<Engine> {
  let failure = "";
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const port = await freePort();
    const address = ["--host", "127.0.0.1", "--port", String(port)];
    const engine = await startKeptProcess(binary, ["serve", ...address, ...args]);
    if (recordIn !== undefined && engine.pid > 0) {
      recordEngine(recordIn, engine.pid);
    }
    const outcome = await listening(engine);
    if (outcome === "listening") {
      return { endpoint: `http://127.0.0.1:${port}`, close: () => engine.close() };
    }
    await engine.close();
    failure = outcome;
    if (!/in use/i.test(failure)) {
      break;
    }
  }
  throw new EngineError(`The database engine (${binary}) did not start: ${failure}`);
}

/** @returns `listening`, or the engine's output if it ended */
async function listening(engine: KeptProcess): Promise<string> {
  const said: string[] = [];
  return new Promise((done) => {
    const timer = setTimeout(() => done(`no output within ${startMilliseconds} ms`), startMilliseconds);
    const end = (outcome: string) => {
      clearTimeout(timer);
      done(outcome);
    };
    engine.onLine((line) => {
      said.push(line);
      if (line.includes("listening on http://127.0.0.1:")) {
        end("listening");
      }
    });
    engine.ended.then(
      (code) => end(`${said.join(" ") || "no output"} (exit code ${code})`),
      (error: unknown) => end(String(error)),
    );
  });
}
