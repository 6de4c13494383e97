import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** The result of a program that ended. */
export interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Folder and environment of a program. */
export interface ProgramOptions {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program until it ends. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  const { child, output } = start(command, args, options);
  const [status] = await once(child, "close");
  return { status, ...output };
}

/** Runs a program until it ends. @throws Error with its output when it fails */
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
  /** Output of the server until it was ready. */
  readonly printed: string;
  /**
   * Sends SIGTERM, and waits until the command and its children have ended. A second call returns the same promise.
   */
  stop(): Promise<ProgramResult>;
}

/** Starts the command of the stack server and waits until the server is ready. @throws Error if the command ends first */
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
        // Kills the whole process group: npm does not forward signals to the program of a script.
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
    // Does not inherit the environment, since `npm test` sets variables that make npm use this repository.
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
