/**
 * Represents an error for the person who ran the command. Its message states the problem, the received value, the
 * expected value and the solution. It is printed without a stack trace.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/**
 * Runs the body of a command. A {@link UserError} prints its message on stderr and sets exit code 1. Any other error is
 * a defect of Kite and keeps its stack trace.
 */
export function runProgram(body: () => void | Promise<void>): void {
  Promise.resolve()
    .then(body)
    .catch((error: unknown) => {
      const text = error instanceof UserError ? error.message : describeDefect(error);
      process.stderr.write(`${text}\n`);
      process.exitCode = 1;
    });
}

function describeDefect(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
