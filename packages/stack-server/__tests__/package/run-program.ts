import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** The result of a program that ended. */
export interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where and how a program runs. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const { child, output } = start(command, args, options);
  const [status] = await once(child, "close");
  return { status, ...output };
}

/** Runs a program to its end. @throws Error with its output when it fails */
export async function runWell(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<string> {
  const { status, stdout, stderr } = await runProgram(command, args, options);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
  }
  return stdout;
}

/** A server that was started by a command. */
export interface RunningServer {
  /** What it printed until it was ready. */
  readonly printed: string;
  /** Sends SIGTERM, and waits until the command and its children have ended. A second call returns the same. */
  stop(): Promise<ProgramResult>;
}

/** Starts the command of the stack server and waits until it serves. @throws Error when it ends before */
export async function startServer(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<RunningServer> {
  const { child, output } = start(command, args, options);
  const ended = once(child, "close");
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on("data", () => output.stdout.includes("Press Ctrl+C") && resolve());
  });
  await Promise.race([
    ready,
    ended.then(([status]) => {
      throw new Error(`${command} ended with ${status}:\n${output.stdout}\n${output.stderr}`);
    }),
  ]);
  return {
    printed: output.stdout,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        // The whole process group: npm passes no signal on to what its script started.
        process.kill(-(child.pid ?? 0), "SIGTERM");
      }
      const [status] = await ended;
      return { status, ...output };
    },
  };
}

function start(command: string, args: readonly string[], { cwd, env }: ProgramOptions) {
  const { PATH = "", HOME = "", TMPDIR = "/tmp" } = process.env;
  const child: ChildProcess = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // Nothing else of this environment: `npm test` sets variables that direct npm to this repository.
    env: { PATH, HOME, TMPDIR, ...env },
  });
  const output = { stdout: "", stderr: "" };
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}
