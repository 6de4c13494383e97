/**
 * An error whose message is written for the person who ran the command: what went wrong, the value, what is
 * wanted, what to do. It is printed as it is, without a stack trace.
 */
export class UserError extends Error {
  override readonly name: string = "UserError";
}
