import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/**
 * Runs the command `"$@"` until standard input ends, then stops it. The kernel closes the pipe when this process dies
 * from any signal, so the command never outlives this process. The first line of output is the command's process id.
 */
const keeperProgram = `
exec 3<&0
"$@" 3<&- </dev/null &
kept=$!
echo "$kept"
(
  cat <&3 >/dev/null
  kill -TERM "$kept"
  waited=0
  while kill -0 "$kept" && [ "$waited" -lt 100 ]; do sleep 0.1; waited=$((waited + 1)); done
  kill -KILL "$kept"
) 3<&3 >/dev/null 2>&1 &
watch=$!
exec 3<&- <&-
wait "$kept"
status=$?
kill "$watch" 2>/dev/null
exit "$status"
`;

/** A child process that ends with this process, even if this process is killed. */
export interface KeptProcess {
  readonly pid: number;
  /** Resolves with the exit code when the process has ended. */
  readonly ended: Promise<number>;
  /** Calls `listener` for each line of its standard output and standard error. */
  onLine(listener: (line: string) => void): void;
  /** Sends SIGTERM, and SIGKILL after ten seconds. Resolves when the process has ended. */
  close(): Promise<void>;
}

/** Starts a program as a child process that ends with this process. @throws Error if it cannot be started */
export async function startKeptProcess(command: string, args: readonly string[]): Promise<KeptProcess> {
  // The child has its own process group, so that Ctrl-C reaches only this process, which then stops the child.
  const keeper = spawn("/bin/sh", ["-c", keeperProgram, "keeper", command, ...args], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { PATH: process.env.PATH ?? "/usr/bin:/bin" },
  });
  const ended = new Promise<number>((resolve, reject) => {
    keeper.once("error", reject);
    keeper.once("exit", (code, signal) => {
      keeper.stdin.end();
      resolve(code ?? (signal === null ? 0 : 128));
    });
  });
  keeper.stdin.on("error", () => undefined);
  const lines = new Lines(keeper);
  const pid = Number(await Promise.race([lines.first, ended.then(() => "0")]));
  return {
    pid,
    ended,
    onLine: (listener) => lines.listen(listener),
    close: async () => {
      keeper.stdin.end();
      await ended;
    },
  };
}

/** Splits the output of a process into lines. Buffers the lines until there is a listener. */
class Lines {
  readonly first: Promise<string>;
  readonly #waiting: string[] = [];
  #listener: ((line: string) => void) | undefined;

  constructor({ stdout, stderr }: ChildProcessByStdio<Writable, Readable, Readable>) {
    let resolveFirst: ((line: string) => void) | undefined;
    this.first = new Promise((resolve) => {
      resolveFirst = resolve;
    });
    createInterface({ input: stdout }).on("line", (line) => {
      if (resolveFirst === undefined) {
        this.#take(line);
      } else {
        resolveFirst(line);
        resolveFirst = undefined;
      }
    });
    createInterface({ input: stderr }).on("line", (line) => this.#take(line));
  }

  listen(listener: (line: string) => void): void {
    this.#listener = listener;
    for (const line of this.#waiting.splice(0)) {
      listener(line);
    }
  }

  #take(line: string): void {
    if (this.#listener === undefined) {
      this.#waiting.push(line);
    } else {
      this.#listener(line);
    }
  }
}
