/**
 * An error whose message is written for the person who ran the command: what went wrong, the value, what is
 * wanted, what to do. It is printed as it is, without a stack trace.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/**
 * Runs the body of a command. A {@link UserError} becomes one message on stderr and exit code 1; any other
 * error is a defect of ours and keeps its stack trace.
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
