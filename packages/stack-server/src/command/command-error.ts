/** An argument of the command that cannot be used. Its message says what to change. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}
